import { expect, test } from "vitest"
import { failing, functionModel, noise, passesOf, plainInput } from "../../test/fixtures.ts"
import {
  average,
  classProbability,
  coverage,
  explain,
  fixedPartitions,
  fromLabels,
  grid,
  minMax,
  peak,
  slidingWindow,
  standardError,
  sweep,
} from "../index.ts"
import type { ExplainOptions, Explanation, PamiError, Progress } from "../index.ts"

const units = [12, 15]
const weights = noise(360, 9)
/** Two classes and the rest: a smooth function in which every unit counts. */
const logits = (item: Float32Array) =>
  [0, 1, 2].map((c) => item.reduce((sum, v, u) => sum + v * (weights[(u + 60 * c) % 360] ?? 0), 0))
const input = plainInput(units, noise(180, 8))
const base = (): ExplainOptions => ({
  model: functionModel(units, logits),
  input,
  target: classProbability({ activation: "softmax" }),
  partitioner: slidingWindow({ radius: 4, stride: 2 }),
})

test("the map is the mean score of the parts that preserve a unit, computed by definition", async () => {
  const explanation = await explain(base())
  const passes = passesOf(explanation)
  const original = noise(180, 8)
  for (const { id, score } of explanation.targets) {
    const target = id as number
    const scores = passes.map(({ mask }) => {
      const exps = logits(original.map((v, u) => v * mask[u])).map(Math.exp)
      return exps[target] / (exps[0] + exps[1] + exps[2])
    })
    const map = average(explanation, target)
    const error = standardError(explanation, target)
    for (let u = 0; u < 180; u++) {
      const here = scores.filter((_, pass) => passes[pass].mask[u])
      const mean = here.reduce((a, b) => a + b, 0) / here.length
      const variance = here.reduce((a, b) => a + (b - mean) ** 2, 0) / (here.length - 1)
      // float32 logits and scores: 24 bits each.
      expect(map[u]).toBeCloseTo(mean, 5)
      expect(error[u]).toBeCloseTo(Math.sqrt(variance / here.length), 5)
      expect(coverage(explanation)[u]).toBe(here.length)
    }
    expect(score).toBe(explanation.prediction[target].score)
  }
})

test("the same bytes for every batch size, fixed or free", async () => {
  const maps = await Promise.all(
    [1, 7, 32, "auto" as const].map(async (batch) => average(await explain({ ...base(), batch }))),
  )
  const fixed = { ...base(), model: functionModel(units, logits, { batch: 5 }) }
  for (const map of [...maps, average(await explain(fixed))]) expect(map).toEqual(maps[0])
})

test("a contrast of two classes is the difference of their maps and needs no pass", async () => {
  let runs = 0
  const explanation = await explain({
    ...base(),
    model: functionModel(units, logits, { onRun: () => runs++ }),
  })
  const before = runs
  const contrast = average(explanation, { target: 1, versus: 2 })
  const [one, two] = [average(explanation, 1), average(explanation, 2)]
  // Rounded to float32 once instead of twice.
  contrast.forEach((value, u) => expect(value).toBeCloseTo(one[u] - two[u], 6))
  expect(runs).toBe(before)
})

test("exactly as many passes as asked are spent", async () => {
  let items = 0
  const model = functionModel(units, logits, { onRun: (n) => (items += n) })
  const explanation = await explain({ ...base(), model, passes: 21 })
  expect(explanation.passes).toBe(21)
  expect(explanation.scores.length).toBe(21 * 3)
  expect(explanation.complete).toBe(true)
  // The preflight's: two alone, one of them twice, and both in a full batch and in what is left over.
  expect(items).toBe(21 + 3 + 8 + 5)
})

test("progress starts at nothing, never goes back, and any snapshot is a valid map", async () => {
  const seen: Progress[] = []
  const snapshots: Explanation[] = []
  const final = await explain({
    ...base(),
    batch: 5,
    onProgress: (progress) => {
      seen.push(progress)
      snapshots.push(progress.snapshot())
    },
  })
  expect(seen[0].passes).toBe(0)
  expect(seen.every(({ passes }, i) => i === 0 || passes > seen[i - 1].passes)).toBe(true)
  expect(seen.at(-1)!.passes).toBe(seen.at(-1)!.total)
  expect(average(snapshots.at(-1)!)).toEqual(average(final))
  const middle = snapshots[4]
  expect(middle.complete).toBe(false)
  expect(average(middle)).toEqual(average(await explain({ ...base(), passes: middle.passes })))
})

test("an abort in mid-sweep keeps what was computed", async () => {
  const signal = { aborted: false, reason: "enough" }
  const attempt = explain({
    ...base(),
    batch: 5,
    signal,
    onProgress: ({ passes }) => {
      if (passes === 15) signal.aborted = true
    },
  })
  const error = await attempt.catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: "ABORTED", cause: "enough", partial: { passes: 15, complete: false } })
  const { partial } = error as { partial: Explanation }
  expect(average(partial)).toEqual(average(await explain({ ...base(), passes: 15 })))
})

test("an abort before the first pass spends none", async () => {
  let runs = 0
  const model = functionModel(units, logits, { onRun: () => runs++ })
  await expect(explain({ ...base(), model, signal: { aborted: true } })).rejects.toMatchObject({
    code: "ABORTED",
  })
  expect(runs).toBe(0)
})

test("NaN or a failure in mid-sweep keeps the passes before it", async () => {
  // The preflight asks for three items alone and for four as a batch.
  let calls = 0
  const brittle = functionModel(units, (item) => (++calls > 23 ? [NaN, 0, 0] : logits(item)))
  await expect(explain({ ...base(), model: brittle, batch: 4 })).rejects.toMatchObject({
    code: "OUTPUT_NOT_FINITE",
    message: expect.stringMatching(/pass 17 scored NaN for target 0/),
    partial: { passes: 16 },
  })
  let runs = 0
  const dying = functionModel(units, logits, {
    onRun: () => {
      if (++runs > 6) throw new Error("out of memory")
    },
  })
  await expect(explain({ ...base(), model: dying, batch: 4 })).rejects.toMatchObject({
    code: "MODEL_FAILED",
    message: expect.stringMatching(/after 8 passes: out of memory/),
    partial: { passes: 8 },
  })
})

test("a consumer that stops listening stops the sweep", async () => {
  let runs = 0
  const model = functionModel(units, logits, { onRun: () => runs++ })
  for await (const { passes } of sweep({ ...base(), model, batch: 1 })) if (passes === 3) break
  expect(runs).toBe(3 + 3)
})

test("a spike in a signal and a ball in a volume are found", async () => {
  for (const [shape, at] of [
    [[120], 70],
    [[12, 12, 12], 12 * 12 * 5 + 12 * 7 + 4],
  ] as const) {
    const size = shape.reduce((a: number, b) => a * b, 1)
    const original = new Float32Array(size)
    original[at] = 1
    const explanation = await explain({
      model: functionModel(shape, (item) => [item[at] * 0.9, 1 - item[at] * 0.9]),
      input: plainInput(shape, original),
      target: classProbability({ classes: [0] }),
      partitioner: slidingWindow({ radius: 3, stride: 1 }),
    })
    expect(peak(average(explanation))).toBe(at)
  }
})

test("a partition from outside is swept as it is; units in no part are unknown", async () => {
  const labels = new Int32Array(180).map((_, u) => (u % 15 < 7 ? 0 : 1))
  const outside = await explain({ ...base(), partitioner: fixedPartitions([fromLabels(labels, units)]) })
  expect(outside.passes).toBe(2)
  const map = average(outside, 0)
  labels.forEach((label, u) => expect(map[u]).toBe(outside.scores[label * 3]))
  const few = await explain({ ...base(), partitioner: grid({ size: 5 }), passes: 1 })
  expect(Number.isNaN(average(few)[179])).toBe(true)
  expect(standardError(few)[0]).toBeNaN()
})

test("a map scaled by its lowest and highest value runs from 0 to 1", () => {
  expect([...minMax(Float32Array.of(2, 4, NaN, 3))]).toEqual([0, 1, NaN, 0.5])
  expect([...minMax(Float32Array.of(2, 2))]).toEqual([0, 0])
})

test("a batch that the model cannot take, and a class that was not swept, are refused", async () => {
  const fixed = { ...base(), model: functionModel(units, logits, { batch: 5 }) }
  await expect(explain({ ...fixed, batch: 8 })).rejects.toThrow(/from 5 to 5; got 8/)
  await expect(explain({ ...base(), batch: 0 })).rejects.toThrow(/1 to Infinity; got 0/)
  await expect(explain({ ...base(), passes: 0 })).rejects.toThrow(/passes is at least 1/)
  const explanation = await explain({ ...base(), target: classProbability({ classes: [1] }), passes: 3 })
  expect(() => average(explanation, 2)).toThrow(/target 2 was not swept; this explanation holds 1/)
})

test("a partition that cannot be made does not lose the passes before it", async () => {
  const cells = grid({ size: 6, shift: 2 })
  const fault = await explain({ ...base(), partitioner: failing(cells) }).catch((error: unknown) => error)
  expect(fault).toMatchObject({ code: "PARTITION_FAILED", message: expect.stringMatching(/out of memory/) })
  const { partial } = fault as PamiError
  const { passes } = partial!
  expect(passes).toBeGreaterThan(0)
  expect([...average(partial!)]).toEqual([
    ...average(await explain({ ...base(), partitioner: cells, passes })),
  ])
  // Before the first pass there is nothing to keep, and the error is unchanged.
  const none = {
    ...cells,
    partitions: () => {
      throw new RangeError("too wide")
    },
  }
  await expect(explain({ ...base(), partitioner: none })).rejects.toThrow(RangeError)
})
