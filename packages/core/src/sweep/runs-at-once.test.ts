import { expect, test } from "vitest"
import { failing, functionModel, noise, plainInput } from "../../test/fixtures.ts"
import { average, classProbability, explain, grid, slidingWindow, sweep } from "../index.ts"
import { random } from "../tensor.ts"
import type { ExplainOptions, Feeds, Model } from "../index.ts"

const units = [12, 15]
const weights = noise(360, 9)
const logits = (item: Float32Array) =>
  [0, 1].map((c) => item.reduce((sum, v, u) => sum + v * weights[u + 60 * c], 0))
const options = (model: Model): ExplainOptions => ({
  model,
  input: plainInput(units, noise(180, 8)),
  target: classProbability({ activation: "softmax" }),
  partitioner: slidingWindow({ radius: 4, stride: 2 }),
  batch: 5,
})

/**
 * A model that likes `preferredRuns` at once and ends them in a random order; it looks at its feeds only then, as one on
 * another thread might.
 */
function unhurried(preferredRuns: number, fail: (run: number) => boolean = () => false) {
  const inner = functionModel(units, logits, { limits: { preferredRuns } })
  const turns = random(3)
  const seen = { runs: 0, underWay: 0, most: 0 }
  const model: Model = {
    ...inner,
    async run(feeds: Feeds) {
      const run = ++seen.runs
      seen.most = Math.max(seen.most, ++seen.underWay)
      for (let turn = Math.floor(6 * turns()); turn >= 0; turn--) await new Promise(setImmediate)
      seen.underWay--
      if (fail(run)) throw new Error(`run ${run} failed`)
      return inner.run(feeds)
    },
  }
  return { model, seen }
}

test.each([1, 2, 5])("with %i runs at once: as many under way, and the same bytes", async (preferredRuns) => {
  const { model, seen } = unhurried(preferredRuns)
  for (const passes of [1, 7, 23, undefined]) {
    const limit = passes === undefined ? {} : { passes }
    const expected = await explain({ ...options(functionModel(units, logits)), ...limit })
    const found = await explain({ ...options(model), ...limit })
    expect(found.scores).toEqual(expected.scores)
    expect(found.partitions.length).toBe(expected.partitions.length)
    expect(average(found)).toEqual(average(expected))
  }
  expect(seen.most).toBe(preferredRuns)
})

test("steps come in order, each a valid map, also where a batch spans many partitions", async () => {
  const { model } = unhurried(3)
  const few = { ...options(model), partitioner: grid({ size: 9, shift: 3 }) }
  let last = -1
  for await (const { passes, snapshot } of sweep(few)) {
    expect(passes).toBeGreaterThan(last)
    last = passes
    if (passes === 0) continue
    const found = snapshot()
    const expected = await explain({ ...few, model: functionModel(units, logits), passes })
    expect(average(found)).toEqual(average(expected))
    expect(found.partitions.length).toBe(expected.partitions.length)
  }
})

test("a failure keeps the passes before it, and waits for the runs beside it", async () => {
  // Five runs of the preflight, then the third of the sweep.
  const { model, seen } = unhurried(4, (run) => run === 8)
  await expect(explain(options(model))).rejects.toMatchObject({
    code: "MODEL_FAILED",
    message: "after 10 passes: run 8 failed",
    partial: { passes: 10 },
  })
  expect(seen.underWay).toBe(0)
})

test("an abort keeps what is under way", async () => {
  const { model, seen } = unhurried(4)
  const signal = { aborted: false }
  const attempt = explain({
    ...options(model),
    signal,
    onProgress: ({ passes }) => (signal.aborted = passes === 10),
  })
  await expect(attempt).rejects.toMatchObject({ code: "ABORTED" })
  // Five runs are the preflight's.
  await expect(attempt).rejects.toMatchObject({ partial: { passes: 5 * (seen.runs - 5) } })
  expect(seen.runs).toBeGreaterThan(5 + 2)
  expect(seen.underWay).toBe(0)
})

test("a partition that cannot be made does not lose what is under way", async () => {
  const { model, seen } = unhurried(4)
  const cells = grid({ size: 6, shift: 2 })
  const fault = explain({ ...options(model), partitioner: failing(cells) })
  await expect(fault).rejects.toMatchObject({ code: "PARTITION_FAILED" })
  // Four runs are the preflight's: nothing is left over from full batches.
  await expect(fault).rejects.toMatchObject({ partial: { passes: 5 * (seen.runs - 4) } })
})

test("a consumer that stops listening waits for what is under way", async () => {
  const { model, seen } = unhurried(4)
  for await (const { passes } of sweep(options(model))) if (passes === 10) break
  expect(seen.underWay).toBe(0)
})
