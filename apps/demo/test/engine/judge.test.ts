import { fromParts, probabilityScale, valueScale, type BoundTarget, type Explanation } from "@pami/core"
import { expect, test } from "vitest"
import { rivals, type Tracing } from "../../src/engine/judge-contract.ts"
import { reachOf } from "../../src/engine/judge/reach.ts"
import { only } from "../../src/engine/only.ts"
import { butterfly, engineAtScene, explained, mushroom, settings } from "./fixtures.ts"

const classes = [
  { id: 0, score: 0.6 },
  { id: 1, score: 0.3 },
]

/** Two parts of four units, of which the first scores (0.5, 0.4), the second (0.2, 0). */
const swept = {
  grids: [{ name: "pixels", shape: [2, 2], start: 0 }],
  targets: classes,
  baseline: Float64Array.of(0.1, 0.2),
  partitions: [fromParts([Int32Array.of(0, 1), Int32Array.of(1, 4)])],
  scores: Float32Array.of(0.5, 0.4, 0.2, 0),
  passes: 2,
  scale: probabilityScale,
} as unknown as Explanation
const first = { target: 0 }
const contrast = { target: 0, versus: 1 }

test("a probability is read against zero and the score of the class", () => {
  const { whole, masked, best, scale } = reachOf(swept, first, true)
  expect([whole, masked, best, scale]).toEqual([0.6, 0.1, { score: 0.5, share: 0.25 }, { min: 0, max: 0.6 }])
})

test("a contrast is read against the difference of two scores, on both sides of zero", () => {
  const { whole, masked, best, scale } = reachOf(swept, contrast, true)
  expect(whole).toBeCloseTo(0.3, 9)
  expect(masked).toBeCloseTo(-0.1, 9)
  expect(best!.score).toBeCloseTo(0.2, 6)
  expect(best!.share).toBe(0.75)
  expect(scale).toEqual({ min: -0.6, max: 0.6 })
})

test("a value is read against that of the masked image", () => {
  const values: Explanation = { ...swept, scale: valueScale }
  expect(reachOf(values, first, true).scale).toEqual({ min: 0.1, max: 0.6 })
  // That of class 1 is farther from its masked score than that of class 0 would be, were it not for its own.
  expect(reachOf(values, contrast, true).scale).toEqual({ min: -0.5, max: 0.5 })
  const below: Explanation = { ...values, baseline: Float64Array.of(0.7, 0) }
  expect(reachOf(below, first, true).scale).toBeNull()
})

test("only parts that were scored count, and only where each was shown alone", () => {
  expect(reachOf({ ...swept, passes: 1 }, contrast, true).best!.share).toBe(0.25)
  expect(reachOf(swept, first, false).best).toBeNull()
})

test("the score of a contrast is a difference, item by item", async () => {
  const rows = [0.6, 0.3, 0.5, 0.4]
  const two = {
    name: "two",
    settings: {},
    bind: (): BoundTarget => ({
      targets: classes,
      scale: probabilityScale,
      preferred: 1,
      settings: {},
      findings: [],
      score: (_outputs, count, scores) => scores.set(rows.slice(0, count * 2)),
    }),
  }
  const bound = await only(two, contrast).bind(undefined as never)
  const scores = new Float64Array(2)
  bound.score({}, 2, scores)
  expect(bound.targets.map(({ score }) => score)).toEqual([0.3])
  expect(bound.preferred).toBe(0)
  expect([...scores].map((score) => score.toFixed(6))).toEqual(["0.300000", "0.100000"])
})

test("the brightest pixels and the others add up to the image, and all of them score as the image", async () => {
  const engine = await engineAtScene()
  const { classes } = await engine.predict(settings)
  await explained(engine)
  const scoreOf = (target: number) => classes.find((entry) => entry.class === target)!.score
  const all = await engine.keepBrightest(mushroom, 1)
  expect([...all.part]).toEqual([0, 96 * 96])
  expect(all.kept).toBeCloseTo(scoreOf(mushroom.target), 5)
  const third = await engine.keepBrightest(mushroom, 1 / 3)
  expect(unitsIn(third.part)).toBe(3072)
  expect(third.kept).toBeGreaterThan(third.others)
  expect(third.kept).toBeCloseTo(await engine.probe(third.part, mushroom.target), 6)
  const contrasted = await engine.keepBrightest({ ...mushroom, versus: butterfly.target }, 1)
  expect(contrasted.kept).toBeCloseTo(scoreOf(mushroom.target) - scoreOf(butterfly.target), 5)

  const region = await engine.smallestRegion(mushroom)
  expect(region.share).toBeLessThan(0.6)
  expect(unitsIn(region.part)).toBe(Math.round(region.share * 96 * 96))
  expect(await engine.probe(region.part, mushroom.target)).toBeGreaterThanOrEqual(
    region.keep * scoreOf(mushroom.target) - 1e-4,
  )

  expect(await engine.likeness(mushroom, mushroom)).toBeCloseTo(1, 9)
  expect(await engine.likeness(mushroom, butterfly)).toBeLessThan(0.5)
  await engine.dispose()
})

test("maps agree by the order of their values", async () => {
  const engine = await engineAtScene()
  const map = Float32Array.of(1, 2, 3, 4)
  const agreement = await engine.agreement([map, map.map((value) => value ** 3), map.map((value) => -value)])
  expect(agreement.map((row) => row.map((value) => value.toFixed(2)))).toEqual([
    ["1.00", "1.00", "-1.00"],
    ["1.00", "1.00", "-1.00"],
    ["-1.00", "-1.00", "1.00"],
  ])
  await engine.dispose()
})

test("curves of the map beat those of pixels at random, a rival has its own, and all have the same ends", async () => {
  const engine = await engineAtScene()
  await explained(engine)
  const told: Tracing[] = []
  await engine.trace(mushroom, ["pami", "random", "occlusion"], (step) => void told.push(step))
  const { share, curves } = told.at(-1)!
  expect(share).toBe(1)
  expect(curves).toHaveLength(3 * 4)
  const areaOf = (ranking: string, kind: string) =>
    curves.find((curve) => curve.ranking === ranking && curve.kind === kind && curve.mask === "blur")!.area!
  expect(areaOf("pami", "insertion")).toBeGreaterThan(areaOf("random", "insertion"))
  expect(areaOf("occlusion", "insertion")).not.toBe(areaOf("pami", "insertion"))
  const ends = (mask: string, kind: string) =>
    curves
      .filter((curve) => curve.mask === mask && curve.kind === kind)
      .map(({ scores }) => `${scores[0].toFixed(5)} ${scores.at(-1)!.toFixed(5)}`)
  expect(new Set(ends("black", "deletion")).size).toBe(1)
  expect(told[0].share).toBeLessThan(1)
  await engine.dispose()
})

test("each rival draws a different map with no more than the passes that it was given", async () => {
  const engine = await engineAtScene()
  const maps = new Set<string>()
  for (const method of rivals) {
    const last = (await explained(engine, { ...settings, method, passes: 60 })).at(-1)!
    expect(last.done).toBe(true)
    expect(last.passes).toBeLessThanOrEqual(60)
    expect(last.view.reach.best).toBeNull()
    maps.add(last.view.map.join())
    const again = await engine.read(mushroom)
    expect(again.map).toEqual(last.view.map)
  }
  expect(maps.size).toBe(rivals.length)
  await engine.dispose()
})

function unitsIn(part: Int32Array): number {
  let units = 0
  for (let i = 0; i < part.length; i += 2) units += part[i + 1] - part[i]
  return units
}
