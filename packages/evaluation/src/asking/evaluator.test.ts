import { classProbability } from "@pami/core"
import type { Input } from "@pami/core"
import { expect, test } from "vitest"
import { linearModel, model, plainInput } from "../../test/fixtures.ts"
import type { Runs } from "../../test/fixtures.ts"
import { insertion } from "../curves/insertion.ts"
import { createMetric } from "../metrics.ts"
import { evaluator } from "./evaluator.ts"
import { gridPart } from "./other-grids.ts"

const target = classProbability({ activation: "none" })
const units = [64]
const weights = new Float64Array(64).fill(1 / 64)
const input = plainInput(units, new Float32Array(64).fill(1))
const maps = Array.from({ length: 5 }, (_, seed) => ({
  name: `map ${seed}`,
  map: Float32Array.from({ length: 64 }, (_, unit) => (unit * (2 * seed + 3)) % 64),
}))

test("the questions of all maps and metrics go into full batches", async () => {
  const runs: Runs = { sizes: [] }
  const judge = await evaluator({
    model: linearModel(units, weights, { runs }),
    target,
    baselines: { black: input },
  })
  runs.sizes.length = 0
  const metrics = [insertion({ baseline: "black", points: 9 })]
  await judge.evaluate(maps, metrics)
  // 7 points inside each of 5 curves, and the baseline; the score of the input is known.
  expect(judge.passes).toBe(5 * 7 + 1)
  expect(runs.sizes).toEqual([8, 8, 8, 8, 4])
  await judge.evaluate(maps.slice(0, 1), metrics)
  expect(judge.passes).toBe(5 * 7 + 1 + 7)
  judge.close()
})

test("a curve that two metrics read is asked once", async () => {
  const judge = await evaluator({ model: linearModel(units, weights), target, baselines: { black: input } })
  const results = await judge.evaluate(
    maps.slice(0, 1),
    ["insertion:black", "minimal-region:black"].map(createMetric),
  )
  // 55 points and the baseline; a step is a single unit, so that nothing is refined.
  expect(judge.passes).toBe(56)
  expect(results[1].value).toBeCloseTo(58 / 64, 12)
  judge.close()
})

test("values do not depend on the batch, nor on how many runs there are at once", async () => {
  const metrics = ["insertion:black", "deletion:black", "minimal-region:black"].map(createMetric)
  const valuesOf = async (batch: number | "auto", preferredRuns: number, fixed: number | null = null) => {
    const own = linearModel(
      units,
      Float64Array.from({ length: 64 }, (_, unit) => unit / 2016),
      {
        preferredRuns,
        batch: fixed,
      },
    )
    const judge = await evaluator({ model: own, target, baselines: { black: input }, batch })
    const results = await judge.evaluate(maps, metrics)
    judge.close()
    return results
  }
  const expected = await valuesOf("auto", 1)
  expect(await valuesOf(1, 1)).toEqual(expected)
  expect(await valuesOf(5, 3)).toEqual(expected)
  expect(await valuesOf("auto", 1, 6)).toEqual(expected)
})

test("a metric without its evidence or its baseline has a reason, and the others a value", async () => {
  const judge = await evaluator({ model: linearModel(units, weights), target, baselines: { black: input } })
  const metrics = ["pointing", "insertion:white", "insertion:black"].map(createMetric)
  const results = await judge.evaluate([{ name: "ours", map: maps[0].map }], metrics)
  expect(results.map(({ value, reason }) => value ?? reason!.code)).toEqual([
    "EVIDENCE_MISSING",
    "BASELINE_NOT_GIVEN",
    0.5,
  ])
  expect(results[1].reason!.message).toBe('the metric masks with "white"; the evaluator has black')
  const [short] = await judge.evaluate([{ name: "short", map: [1, 2, 3] }], [createMetric("deletion:black")])
  expect(short.reason!.code).toBe("MAP_INVALID")
  judge.close()
})

test("a score that is not a number is the reason of its map, and the others have a value", async () => {
  const own = model(units, (item) => (item[0] === 0 && item[1] === 1 ? NaN : item[0]))
  const judge = await evaluator({ model: own, target, baselines: { black: input } })
  const late = Float32Array.from({ length: 64 }, (_, unit) => unit)
  const first = Float32Array.from({ length: 64 }, (_, unit) => -unit)
  const results = await judge.evaluate(
    [
      { name: "late", map: late },
      { name: "first", map: first },
    ],
    [createMetric("insertion:black")],
  )
  expect(results.map(({ value, reason }) => value !== null || reason!.code)).toEqual([
    "OUTPUT_NOT_FINITE",
    true,
  ])
  judge.close()
})

test("a model that fails, and a caller who stops, end the evaluation", async () => {
  let broken = false
  const own = model(units, (item) => {
    if (broken) throw new Error("out of memory")
    return item[0]
  })
  const controller = new AbortController()
  const judge = await evaluator({
    model: own,
    target,
    baselines: { black: input },
    signal: controller.signal,
  })
  broken = true
  const ask = async () => await judge.evaluate(maps, [createMetric("insertion:black")])
  await expect(ask()).rejects.toMatchObject({ code: "MODEL_FAILED", message: "out of memory" })
  broken = false
  expect(await ask()).toHaveLength(5)
  controller.abort()
  await expect(ask()).rejects.toMatchObject({ code: "ABORTED" })
  judge.close()
})

test("an unknown target, and inputs of different grids, are refused", async () => {
  const own = linearModel(units, weights)
  const judge = await evaluator({ model: own, target, baselines: { black: input } })
  await expect(judge.evaluate([{ ...maps[0], target: 7 }], [])).rejects.toMatchObject({
    code: "TARGET_OUT_OF_RANGE",
  })
  judge.close()
  const other = plainInput([8, 8], new Float32Array(64))
  await expect(evaluator({ model: own, target, baselines: { black: input, other } })).rejects.toMatchObject({
    code: "INPUTS_DIFFER",
  })
  await expect(evaluator({ model: own, target, baselines: {} })).rejects.toMatchObject({
    code: "BASELINE_NOT_GIVEN",
  })
})

test("an input of two grids keeps the other grid while one is masked", async () => {
  const [image, text] = [
    { name: "image", shape: [2, 2], start: 0 },
    { name: "text", shape: [4], start: 4 },
  ]
  const whole = plainInput([8], new Float32Array(8).fill(1))
  const both: Input = { ...whole, grids: [image, text] }
  const own = linearModel([8], Float64Array.of(0, 0, 0, 0.2, 0.5, 0.2, 0.1, 0))
  const judge = await evaluator({ model: own, target, baselines: { mask: both }, grid: "text" })
  const [{ curve }] = await judge.evaluate(
    [{ name: "ours", map: [4, 3, 2, 1] }],
    [createMetric("insertion:mask")],
  )
  for (const [k, score] of [0.2, 0.7, 0.9, 1, 1].entries()) expect(curve!.scores[k]).toBeCloseTo(score, 6)
  judge.close()
  expect([...gridPart(Int32Array.of(0, 1, 3, 4), image, 8)]).toEqual([0, 1, 3, 8])
  expect([...gridPart(Int32Array.of(0, 1), text, 8)]).toEqual([0, 5])
  expect([...gridPart(new Int32Array(0), text, 8)]).toEqual([0, 4])
})
