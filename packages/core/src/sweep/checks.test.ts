import { expect, test } from "vitest"
import { functionModel, plainInput, tensor } from "../../test/fixtures.ts"
import { classProbability, PamiError, preflight } from "../index.ts"
import type { Feeds, Finding, Model, PreflightOptions, Tensors } from "../index.ts"

const input = plainInput([4], Float32Array.of(1, 2, 3, 4))
const share = (item: Float32Array) => {
  const p = item.reduce((sum, value) => sum + value, 0) / 20
  return [p, 1 - p]
}
const probabilities = classProbability({ activation: "none" })
const values = classProbability({ activation: "value" })

async function finding(
  code: string,
  model: Model,
  target = probabilities,
  options: PreflightOptions = {},
): Promise<Finding | undefined> {
  const { findings } = await preflight(model, input, target, options)
  return findings.find((one) => one.code === code)
}

/** A model whose scores in batches are off by a number, in the first or in the last item. */
const offBy = (by: number, where: "first" | "last", batch: number | null = null, scale = 1) =>
  functionModel(
    [4],
    (item, all) => {
      const isAt = all.indexOf(item) === (where === "first" ? 0 : all.length - 1)
      return share(item).map((score) => scale * score + (all.length > 1 && isAt ? by : 0))
    },
    { batch },
  )

test("a score that differs in a batch by more than rounding is a finding, with both scores", async () => {
  expect(await finding("BATCH_DIFFERS", offBy(0.0009, "last"))).toBe(undefined)
  expect((await finding("BATCH_DIFFERS", offBy(0.0011, "last")))?.message).toBe(
    "in a batch of 2, the last item (the input) scores 50.1 % for class 0, and 50.0 % alone; it is run one item at a time, more slowly",
  )
  expect((await finding("BATCH_DIFFERS", offBy(-0.25, "first")))?.message).toMatch(
    /^in a batch of 2, the first item \(the fully masked input\) scores -25.0 % for class 0, and 0.0 % alone/,
  )
})

test("scores in another unit may differ by a thousandth of the largest", async () => {
  expect(await finding("BATCH_DIFFERS", offBy(0.9, "last", null, 1000), values)).toBe(undefined)
  expect(await finding("BATCH_DIFFERS", offBy(1.1, "last", null, 1000), values)).toBeDefined()
})

test("a score that is not a number in a batch is a finding", async () => {
  expect((await finding("BATCH_DIFFERS", offBy(NaN, "first")))?.message).toMatch(/scores NaN % for class 0/)
})

test("a model of a fixed batch whose items differ is still run in batches", async () => {
  const model = functionModel(
    [4],
    (item, all) => share(item).map((score) => score + (all.indexOf(item) === 2 ? 0.2 : 0)),
    { batch: 3 },
  )
  const found = await preflight(model, input, probabilities)
  expect(found.batch).toEqual({ largest: 3, fixed: true })
  const { message } = found.findings.find(({ code }) => code === "BATCH_DIFFERS")!
  expect(message).toMatch(/the last item.*, and 50.0 % beside other items$/)
})

test("a stop in any run ends the checks", async () => {
  // Three runs alone, then a batch; or, if the activation is not known, four artificial inputs.
  for (const [run, activation] of [
    [1, "none"],
    [4, "none"],
    [4, "auto"],
  ] as const) {
    let runs = 0
    const beforeRun = () => {
      if (++runs === run) throw new PamiError("ABORTED", "stop")
    }
    const attempt = preflight(functionModel([4], share), input, classProbability({ activation }), {
      beforeRun,
    })
    await expect(attempt).rejects.toMatchObject({ code: "ABORTED" })
  }
})

/** Outputs from a function of the feeds and the number of the run. */
const modelOf = (outputs: (items: number, run: number, feeds: Feeds) => Tensors): Model => {
  let run = 0
  return { ...functionModel([4], share), run: async (feeds) => outputs(feeds["x"].shape[0], ++run, feeds) }
}
test("a score that changes from one run to the next is a finding, with both scores", async () => {
  const model = modelOf((items, run) => ({
    y: tensor(
      [items, 2],
      ...Array.from({ length: items }, () => (run === 3 ? [0.375, 0.625] : [0.5, 0.5])).flat(),
    ),
  }))
  const found = (await finding("NOT_DETERMINISTIC", model))!
  expect(found.message).toMatch(
    /run twice on the same input, the model differs: class 0 scores 50.0 %, then 37.5 %$/,
  )
  expect(found.fix).toMatch(/dropout/)
})

test("an output that changes by rounding alone is a finding, with the difference", async () => {
  const model = modelOf((items, run) => ({
    y: tensor(
      [items, 2],
      ...Array.from({ length: items }, () => (run === 3 ? [0.25 + 2 ** -25, 0.75] : [0.25, 0.75])).flat(),
    ),
  }))
  const found = (await finding("NOT_DETERMINISTIC", model))!
  expect(found.message).toMatch(/: output "y" differs by 4e-8 of its largest number$/)
  expect(found.fix).toMatch(/use one thread/)
})

test("an output that is not explained is compared, too", async () => {
  const scores = (items: number) =>
    tensor([items, 2], ...Array.from({ length: items }, () => [0.5, 0.5]).flat())
  const other = (items: number, value: number) =>
    tensor([items, 1], ...Array.from({ length: items }, () => value))
  const target = classProbability({ activation: "none", output: "y" })
  const noisy = modelOf((items, run) => ({ y: scores(items), f: other(items, run === 3 ? 12 : 10) }))
  const found = (await finding("NOT_DETERMINISTIC", noisy, target))!
  expect(found.message).toMatch(/output "f" differs by 0.2 of its largest number$/)
  expect(found.fix).toMatch(/dropout/)
  const missing = modelOf((items, run) =>
    run === 3 ? { y: scores(items) } : { y: scores(items), f: other(items, 10) },
  )
  expect(await finding("NOT_DETERMINISTIC", missing, target)).toBeDefined()
  const steady = modelOf((items) => ({ y: scores(items), f: other(items, 10) }))
  expect(await finding("NOT_DETERMINISTIC", steady, target)).toBe(undefined)
})

test("a score in another unit is compared with the larger of input and baseline", async () => {
  const model = functionModel([4], (item, all) => {
    const score = item.every((value) => value === 0) ? 1 : 1000
    return [score + (all.length > 1 ? 0.9 : 0), 0]
  })
  expect(await finding("BATCH_DIFFERS", model, values)).toBe(undefined)
})

test("outputs without an entry for each item of a batch are a failure of the batch", async () => {
  const model = modelOf((_, run) => ({ y: tensor([1, 4], ...(run === 2 ? [0, 0, 0, 0] : [1, 2, 3, 4])) }))
  expect((await finding("BATCH_FAILS", model, values))?.message).toMatch(
    /^2 items at once fail \(for a batch of 2 the model gives y float32 \[1, 4\], without an entry for each item; export the model/,
  )
})

test("outputs are compared to the last bit: 0 is not -0", async () => {
  const model = modelOf((items, run) => ({
    y: tensor([items, 2], ...Array.from({ length: items }, () => [run === 3 ? -0 : 0, 1]).flat()),
  }))
  const found = (await finding("NOT_DETERMINISTIC", model))!
  expect(found.message).toMatch(/output "y" differs/)
  expect(found.fix).toMatch(/use one thread/)
})

test("of several outputs the one that changes most is named, wherever it stands", async () => {
  const of = (items: number, value: number) =>
    tensor([items, 1], ...Array.from({ length: items }, () => value))
  const target = classProbability({ activation: "none", output: "y" })
  const named = async (outputs: (changed: (by: number) => number) => Record<string, number>) => {
    const model = modelOf((items, run) =>
      Object.fromEntries(
        Object.entries(outputs((by) => (run === 3 ? 10 + by : 10))).map(([name, value]) => [
          name,
          of(items, value),
        ]),
      ),
    )
    return (await finding("NOT_DETERMINISTIC", model, target))?.message.match(/output "(\w+)"/)?.[1]
  }
  expect(await named((changed) => ({ f: changed(2), g: changed(1), y: 0.5 }))).toBe("f")
  expect(await named((changed) => ({ y: 0.5, g: changed(1), f: changed(2) }))).toBe("f")
})

test("a large change of a score is not rounding, however small that of the output", async () => {
  const model = modelOf((items, run) => ({
    y: tensor([items, 2], ...Array.from({ length: items }, () => [1000, run === 3 ? 1000.5 : 1000]).flat()),
  }))
  const found = (await finding("NOT_DETERMINISTIC", model, classProbability({ activation: "softmax" })))!
  expect(found.message).toMatch(/class 1 scores 50.0 %, then 62.2 %/)
  expect(found.fix).toMatch(/dropout/)
})
