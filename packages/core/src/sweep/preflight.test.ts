import { expect, test } from "vitest"
import { functionModel, plainInput } from "../../test/fixtures.ts"
import { classProbability, explain, grid, preflight } from "../index.ts"
import { random } from "../tensor.ts"
import type { Input, Model, Preflight } from "../index.ts"

const input = plainInput([4], Float32Array.of(1, 2, 3, 4))
const share = (item: Float32Array) => {
  const p = item.reduce((sum, value) => sum + value, 0) / 10
  return [p, 1 - p]
}
const target = classProbability({ activation: "none" })
const found = async (looked: Promise<Preflight>) => (await looked).findings.map(({ code }) => code)
const check = (model: Model, of: Input = input) =>
  preflight(model, of, classProbability({ classes: [0], activation: "none" }))
const codes = async (model: Model, of?: Input) => (await check(model, of)).findings.map(({ code }) => code)

test("the input and its baseline are scored, and nothing is wrong with a sound model", async () => {
  const { bound, baseline, findings } = await check(functionModel([4], share))
  expect(bound.targets).toEqual([{ id: 0, score: 1 }])
  expect([...baseline]).toEqual([0])
  expect(findings.filter(({ level }) => level === "warning")).toEqual([])
})

test("a baseline that scores as high as the input is found", async () => {
  expect(await codes(functionModel([4], (item) => share(item.map((v) => 2.5 - v / 2))))).toContain(
    "BASELINE_SCORES_HIGH",
  )
})

test("a model that does not look at its input is found", async () => {
  expect(await codes(functionModel([4], () => [0.6, 0.4]))).toContain("INPUT_IGNORED")
})

test("items that influence each other are found, and then run one at a time", async () => {
  const model = functionModel([4], (item, all) => share(item.map((v) => v / all.length)))
  const { findings, batch } = await check(model)
  expect(findings.map(({ code }) => code)).toContain("BATCH_DIFFERS")
  expect(batch).toEqual({ largest: 1, fixed: false })
})

test("a model that takes only one item at a time, though it does not say so, is run that way", async () => {
  const model = functionModel([4], share, {
    onRun: (items) => {
      if (items > 1) throw new Error("cannot reshape")
    },
  })
  const { findings, batch } = await check(model)
  expect(findings.find(({ code }) => code === "BATCH_FAILS")?.message).toMatch(/cannot reshape/)
  expect(batch.largest).toBe(1)
})

test("a single item's outputs need no batch axis", async () => {
  const model: Model = {
    ...functionModel([4], share, { batch: 1 }),
    run: async ({ x }) => ({
      y: { dtype: "float32", shape: [2], data: Float32Array.from(share(x.data as Float32Array)) },
    }),
  }
  expect((await check(model)).bound.targets).toEqual([{ id: 0, score: 1 }])
})

test("items that are wrong only in the batches to come are found: rows from 8 on, and a partial batch", async () => {
  const wrongAt = (wrong: (row: number, items: number) => boolean) =>
    functionModel([4], (item, all) => (wrong(all.indexOf(item), all.length) ? [0, 0] : share(item)))
  const late = await preflight(
    wrongAt((row) => row >= 8),
    input,
    target,
    { batches: [16] },
  )
  expect(late.findings).toContainEqual(
    expect.objectContaining({
      code: "BATCH_DIFFERS",
      message: expect.stringMatching(/batch of 16, the last item/),
    }),
  )
  expect(late.batch.largest).toBe(1)
  const partial = wrongAt((_, items) => items === 3)
  expect(await found(preflight(partial, input, target, { batches: [16, 3] }))).toContain("BATCH_DIFFERS")
  expect(await found(preflight(partial, input, target, { batches: [16] }))).not.toContain("BATCH_DIFFERS")
})

test("a sweep looks at the batches that it will run", async () => {
  const model = functionModel([4], (item, all) => (all.length === 3 ? [0, 0] : share(item)))
  const partitioner = grid({ size: 1, shift: 1 })
  const swept = await explain({ model, input, target, partitioner, passes: 4, batch: 3 })
  expect(swept.findings.map(({ code }) => code)).toContain("BATCH_DIFFERS")
  expect([...swept.scores].filter((_, i) => i % 2 === 0)).toEqual([0.1, 0.2, 0.3, 0.4].map(Math.fround))
})

test("a model that answers differently for the same input is found, and batches are not blamed", async () => {
  const next = random(5)
  const dropout = functionModel([4], (item) => share(item.map((v) => v * (next() < 0.5 ? 0.5 : 1.5))))
  const { findings } = await check(dropout)
  expect(findings.map(({ code }) => code)).toContain("NOT_DETERMINISTIC")
  expect(findings.map(({ code }) => code)).not.toContain("BATCH_DIFFERS")
  expect(findings.at(-1)).toMatchObject({ level: "warning", fix: expect.stringMatching(/dropout/) })
})

test("a model that is random in its last bits is found, and is not taken for dropout", async () => {
  let runs = 0
  const unsteady = functionModel([4], (item) => share(item).map((p) => p * (1 + 2 ** -22 * (runs++ % 3))))
  const finding = (await check(unsteady)).findings.find(({ code }) => code === "NOT_DETERMINISTIC")
  expect(finding?.fix).toMatch(/use one thread/)
})

test("a score that survives full masking is found, beyond what a model that knows nothing gives", async () => {
  const constant = (masked: number, whole: number) =>
    functionModel([4], (item) => (item.every((v) => v === 0) ? [masked, 1 - masked] : [whole, 1 - whole]))
  expect(await codes(constant(0.9, 0.99))).toContain("BASELINE_SCORES_HIGH")
  expect(await codes(constant(0.5, 0.99))).not.toContain("BASELINE_SCORES_HIGH")
})

test("an input whose shape the model does not declare takes any shape", async () => {
  const model = functionModel([4], share)
  const undeclared: Model = { ...model, inputs: [{ name: "x", dtype: "float32", shape: [] }] }
  expect((await check(undeclared)).bound.targets).toEqual([{ id: 0, score: 1 }])
})

test("a fixed batch is fed whole", async () => {
  const fed: number[] = []
  const { bound, batch } = await check(
    functionModel([4], share, { batch: 3, onRun: (items) => fed.push(items) }),
  )
  expect(fed).toEqual([3, 3, 3, 3])
  expect(bound.targets).toEqual([{ id: 0, score: 1 }])
  expect(batch).toEqual({ largest: 3, fixed: true })
})

const picture = (shape: number[]) => ({
  ...input,
  tensors: [{ name: "x", dtype: "float32" as const, shape: [null, ...shape] }],
})
const refusals: [string, () => Promise<unknown>, string, RegExp][] = [
  [
    "another shape",
    () => check(functionModel([5], share)),
    "SHAPE_MISMATCH",
    /takes x float32 \[N, 5\].*feed is x float32 \[N, 4\]/,
  ],
  [
    "channels on another axis",
    () => check(functionModel([224, 224, 3], share), picture([3, 224, 224])),
    "SHAPE_MISMATCH",
    /declared layout/,
  ],
  [
    "an unknown input",
    () =>
      check({ ...functionModel([4], share), inputs: [{ name: "z", dtype: "float32", shape: [null, 4] }] }),
    "INPUT_NOT_FOUND",
    /no input named "x"; it takes z/,
  ],
  [
    "an input left out",
    () =>
      check({
        ...functionModel([4], share),
        inputs: [...functionModel([4], share).inputs, { name: "z", dtype: "float32", shape: [null] }],
      }),
    "INPUT_NOT_FED",
    /no feed for z/,
  ],
  [
    "outputs without a batch",
    () =>
      check({
        ...functionModel([4], share, { batch: 3 }),
        run: async () => ({ y: { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) } }),
      }),
    "OUTPUT_UNSUITABLE",
    /batch of 3 the model gives y float32 \[2\]/,
  ],
  [
    "a model whose scores the backend left out",
    () =>
      check({
        ...functionModel([4], share),
        leftOut: [{ name: "scores", reason: "is a map: export a tensor" }],
        run: async () => ({ label: { dtype: "int64", shape: [1], data: BigInt64Array.of(1n) } }),
      }),
    "OUTPUT_UNSUITABLE",
    /Output "scores" is a map: export a tensor/,
  ],
]
for (const [what, act, code, message] of refusals)
  test(`${what} is refused`, async () => {
    await expect(act()).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

test("the writer that it opened is closed, whatever comes of it; one that it was given is not", async () => {
  let opened = 0
  const counted: Input = {
    ...input,
    open(slots) {
      const writer = input.open(slots)
      opened++
      return {
        ...writer,
        close() {
          opened--
          writer.close()
        },
      }
    },
  }
  await check(functionModel([4], share), counted)
  const failing = functionModel([4], () => {
    throw new Error("no")
  })
  await expect(check(failing, counted)).rejects.toThrow()
  expect(opened).toBe(0)
  await preflight(functionModel([4], share), counted, classProbability({ classes: [0] }), {
    writer: counted.open(2),
  })
  expect(opened).toBe(1)
})

test("a batch whose input takes more memory than is allowed is refused before any is touched", async () => {
  const wide: Input = {
    ...plainInput([4], new Float32Array(4)),
    tensors: [{ name: "x", dtype: "float32", shape: [null, 3, 4096, 4096] }],
    open: () => {
      throw new Error("memory was touched")
    },
  }
  const model = (batch: number | null) => functionModel([3, 4096, 4096], () => [1], { batch })
  const refused = { code: "BATCH_TOO_LARGE", data: { fitting: 5 } }
  await expect(preflight(model(64), wide, target)).rejects.toMatchObject(refused)
  await expect(explain({ model: model(null), input: wide, batch: 64 })).rejects.toMatchObject(refused)
})
