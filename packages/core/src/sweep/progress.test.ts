import { expect, test } from "vitest"
import { functionModel, noise, plainInput } from "../../test/fixtures.ts"
import {
  average,
  classProbability,
  explain,
  fixedPartitions,
  fromParts,
  grid,
  sweep,
  twoStages,
} from "../index.ts"
import type { ExplainOptions, Input, Model, Partition, Partitioner, Target } from "../index.ts"

const units = [20]
const input = plainInput(units, noise(20, 1).map(Math.abs))
const model = functionModel(units, (item) => [item.reduce((sum, value) => sum + value, 0) / 20])
const target = classProbability({ labels: 1, activation: "none" })
const one = (unit: number) => Int32Array.of(unit, unit + 1)
const cells = grid({ size: 5, shift: 5 })
const unknown = (partitioner: Partitioner): Partitioner => ({ ...partitioner, total: () => null })

async function stepsOf(options: Partial<ExplainOptions>) {
  const steps = []
  for await (const { passes, total, share, stage } of sweep({ model, input, target, batch: 2, ...options }))
    steps.push({ passes, total, share, stage })
  return steps
}

test("progress is the share of the passes, up to as many as asked", async () => {
  expect(await stepsOf({ partitioner: cells })).toEqual([
    { passes: 0, total: 4, share: 0, stage: 1 },
    { passes: 2, total: 4, share: 0.5, stage: 1 },
    { passes: 4, total: 4, share: 1, stage: 1 },
  ])
  expect((await stepsOf({ partitioner: cells, passes: 3 })).map(({ total }) => total)).toEqual([3, 3, 3])
  expect((await stepsOf({ partitioner: cells, passes: 99 })).map(({ total }) => total)).toEqual([4, 4, 4])
  expect((await stepsOf({ partitioner: unknown(cells), passes: 4 })).map(({ share }) => share)).toEqual([
    0, 0.5, 1,
  ])
})

test("without a number of passes, progress is the share of the planned partitions, each as far as it is scored", async () => {
  const uneven = fixedPartitions([fromParts([one(0)]), fromParts([]), fromParts([1, 2, 3, 4].map(one))])
  expect((await stepsOf({ partitioner: unknown(uneven) })).map(({ share }) => share)).toEqual([
    0,
    (1 + 1 + 1 / 4) / 3,
    (1 + 1 + 3 / 4) / 3,
    1,
  ])
  const nothing: Partitioner = { ...unknown(uneven) }
  delete nothing.planned
  expect((await stepsOf({ partitioner: nothing })).map(({ share }) => share)).toEqual([0, 0, 0, 0])
})

test("progress says which stage is swept", async () => {
  const partitioner = twoStages({ first: cells, second: cells, look: (_, whole) => whole })
  expect((await stepsOf({ partitioner })).map(({ stage }) => stage)).toEqual([1, 1, 1, 2, 2])
})

test("a sweep of an unknown number of passes keeps the scores of all", async () => {
  const many = fixedPartitions(
    Array.from({ length: 50 }, () => fromParts(Array.from({ length: 20 }, (_, u) => one(u)))),
  )
  const known = await explain({ model, input, target, partitioner: many })
  const found = await explain({ model, input, target, partitioner: unknown(many) })
  expect(found.passes).toBe(1000)
  expect(found.scores).toEqual(known.scores)
  expect(found.scores.buffer.byteLength).toBe(4000)
})

test("the explanation names what was run, as the manifest records it", async () => {
  const explanation = await explain({ model, input, target, partitioner: cells })
  expect(explanation.provenance).toEqual({
    backend: "function",
    model: { digest: model.digest, settings: {} },
    input: { digest: input.digest, settings: {} },
    partitioner: { name: "grid", settings: { size: 5, shift: 5, passes: null } },
    target: { name: "class-probability", settings: { output: "y", activation: "none", classes: "all" } },
  })
  expect(explanation.variants).toEqual([{ name: "original" }])
  expect(explanation.planned).toEqual([1])
  expect(explanation.prediction).toEqual(explanation.targets)
})

test("a target without a prediction predicts its targets", async () => {
  const targets = [{ id: "brightness", score: 0.5 }]
  const own: Target = {
    name: "own",
    settings: {},
    bind: () => ({ targets, scale: { unit: "value" }, preferred: 0, settings: {}, findings: [], score() {} }),
  }
  expect((await explain({ model, input, target: own, partitioner: cells })).prediction).toBe(targets)
})

test("a limit far above an unknown number of passes reserves no memory", async () => {
  const explanation = await explain({ model, input, target, partitioner: unknown(cells), passes: 2 ** 40 })
  expect(explanation.passes).toBe(4)
})

test("a snapshot has only the partitions with scored parts", async () => {
  const seen: number[] = []
  for await (const { snapshot } of sweep({
    model,
    input,
    target,
    partitioner: grid({ size: 5, shift: 3 }),
    batch: 2,
  }))
    seen.push(snapshot().partitions.length)
  // 4 cells, then 5.
  expect(seen).toEqual([0, 1, 1, 2, 2, 2])
})

test("more scores than memory holds are refused, before the sweep or when they come", async () => {
  const wide: Target = {
    name: "wide",
    settings: {},
    bind: () => ({
      targets: Array.from({ length: 2 ** 16 }, (_, id) => ({ id, score: 0 })),
      scale: { unit: "value" },
      preferred: 0,
      settings: {},
      findings: [],
      score() {},
    }),
  }
  const claimed: Partitioner = { ...cells, total: () => 5000 }
  await expect(explain({ model, input, target: wide, partitioner: claimed })).rejects.toMatchObject({
    code: "SCORES_TOO_MANY",
    message: expect.stringContaining("5,000 forward passes with 65,536 targets each are 327,680,000 scores"),
    data: { passes: 5000, targets: 65536, most: 2 ** 28 },
  })
})

test("the number of a score that is not finite, and its target, are in the error", async () => {
  let items = 0
  // Three items of the preflight, alone.
  const brittle = functionModel(units, (item) => (++items > 3 + 6 ? [NaN] : [item[0]]))
  const attempt = explain({
    model: brittle,
    input,
    target,
    partitioner: grid({ size: 2, shift: 2 }),
    batch: 1,
  })
  await expect(attempt).rejects.toMatchObject({
    code: "OUTPUT_NOT_FINITE",
    message: "after 6 passes: forward pass 7 scored NaN for target 0. Try another masking operator.",
    data: { pass: 7, target: 0 },
    partial: { passes: 6 },
  })
})

/** An input that counts its open writers. */
function counted(): { input: Input; open: () => number } {
  let open = 0
  return {
    open: () => open,
    input: {
      ...input,
      open(slots) {
        const writer = input.open(slots)
        open++
        return { ...writer, close: () => void open-- }
      },
    },
  }
}

test("the writer is closed after a sweep, an error, and a listener that throws", async () => {
  const failing: Model = { ...model, run: async () => Promise.reject(new Error("lost")) }
  const throwing = () => {
    throw new Error("listener")
  }
  for (const options of [{}, { model: failing }, { onProgress: throwing }]) {
    const watched = counted()
    await explain({ model, target, partitioner: cells, ...options, input: watched.input }).catch(() => {})
    expect(watched.open()).toBe(0)
  }
})

test("variants are loaded before their parts are preserved", async () => {
  const loaded: number[] = []
  const varied: Input = {
    ...input,
    variants: [{ name: "shifted" }],
    open(slots) {
      const writer = input.open(slots)
      return {
        ...writer,
        load: async (variant) => void loaded.push(variant),
        preserve: (slot, part) => writer.preserve(slot, part),
      }
    },
  }
  const partitions: Partition[] = [fromParts([one(0)]), { ...fromParts([one(1)]), variant: 1 }]
  const explanation = await explain({
    model,
    target,
    input: varied,
    partitioner: fixedPartitions(partitions),
  })
  expect(loaded).toEqual([0, 1])
  expect(explanation.variants.map(({ name }) => name)).toEqual(["original", "shifted"])
  expect(average(explanation)[1]).toBeGreaterThan(0)
})
