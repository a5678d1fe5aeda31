import { probabilityScale, valueScale } from "@pami/core"
import { expect, test } from "vitest"
import type { Curve, Ranking, Reach } from "../../src/engine/judge-contract.ts"
import { rangeOfView } from "../../src/ui/logic/range-of-view.ts"
import { describeBestPart } from "../../src/ui/trust/best-part.ts"
import { decimals, describeAreas, describeLikeness } from "../../src/ui/trust/words.ts"

const reach = (whole: number, masked: number, score: number): Reach => ({
  whole,
  masked,
  best: { score, share: 0.12 },
  scale: { min: 0, max: whole },
})

test("a map without a part that convinces says so", () => {
  expect(describeBestPart(reach(0.92, 0.01, 0.06), probabilityScale, false)).toEqual({
    convinces: false,
    words: "No part alone convinces: the best, 12.0 % of the image, reaches 6.0 % of 92.0 %.",
  })
  expect(describeBestPart(reach(0.62, 0.01, 0.61), probabilityScale, false)).toEqual({
    convinces: true,
    words: "The best part alone, 12.0 % of the image, reaches 61.0 % of 62.0 %.",
  })
})

test("a part may score higher than the whole image", () => {
  expect(describeBestPart(reach(0.62, 0.01, 0.99), probabilityScale, false)!.words).toBe(
    "The best part alone, 12.0 % of the image, scores 99.0 %, more than the whole image (62.0 %).",
  )
  expect(describeBestPart(reach(0.9995, 0.01, 0.99999), probabilityScale, false)!.words).toMatch(
    /, scores as much as the whole image \(> 99\.9 %\)\.$/,
  )
})

test("a part is not praised for what the mask scores by itself", () => {
  const found = describeBestPart(reach(0.62, 0.6, 0.61), probabilityScale, false)!
  expect(found.convinces).toBe(false)
  expect(found.words).toMatch(/But the masked image alone scores 60.0 %: try another mask.$/)
})

test("a contrast is a difference in points, and a value begins at that of the masked image", () => {
  expect(describeBestPart(reach(0.3, -0.1, 0.25), probabilityScale, true)!.words).toBe(
    "The best part alone, 12.0 % of the image, has a difference of 25.0 points; the whole image has 30.0 points, the masked one −10.0 points.",
  )
  // Far from 0, and yet no more than the mask.
  expect(describeBestPart(reach(9, 5, 5.5), valueScale, false)).toEqual({
    convinces: false,
    words:
      "No part alone convinces: the best, 12.0 % of the image, has a score of 5.5; the whole image has 9, the masked one 5.",
  })
  // A log probability: −0.1 for the image, −5 for the mask.
  expect(describeBestPart(reach(-0.1, -5, -1), { unit: "log-probability" }, false)!.convinces).toBe(true)
  expect(describeBestPart(reach(1, 2, 3), valueScale, false)!.words).toBe(
    "The whole image does not raise the score: it is 1, and 2 for the masked image.",
  )
})

test("a method that shows no part alone has no best part", () => {
  expect(describeBestPart({ ...reach(1, 0, 1), best: null }, probabilityScale, false)).toBeNull()
})

test("a fixed scale does not follow the map, so that a nonsense map looks faint", () => {
  const faint = { map: Float32Array.of(0.01, 0.03), reach: reach(0.9, 0, 0.05) }
  const own = rangeOfView(faint, "viridis", "map")
  expect([own.min, own.max].map((end) => end.toFixed(2))).toEqual(["0.01", "0.03"])
  expect(rangeOfView(faint, "viridis", "score")).toEqual({ min: 0, max: 0.9 })
  expect(rangeOfView(faint, "blue-red", "score")).toEqual({ min: -0.9, max: 0.9 })
  const unknown = { ...faint, reach: { ...faint.reach, scale: null } }
  expect(rangeOfView(unknown, "viridis", "score")).toEqual(own)
})

test("areas are counted in the direction in which they are good", () => {
  const curve = (ranking: Ranking, kind: Curve["kind"], mask: Curve["mask"], area: number): Curve => ({
    ranking,
    kind,
    mask,
    shares: [0, 1],
    scores: [0, 1],
    area,
  })
  const four = (ranking: Ranking, areas: readonly number[]) =>
    (["insertion", "deletion"] as const).flatMap((kind, row) =>
      (["blur", "black"] as const).map((mask, column) => curve(ranking, kind, mask, areas[row * 2 + column])),
    )
  const ours = four("pami", [0.6, 0.5, 0.2, 0.4])
  const random = four("random", [0.3, 0.3, 0.3, 0.3])
  expect(describeAreas([...ours, ...random], "random")).toBe(
    "This map is better than a random order in 3 of 4 areas.",
  )
  expect(describeAreas([...ours, ...random.slice(1)], "random")).toBeNull()
})

test("maps of two classes that are alike show the image, not the class", () => {
  expect(describeLikeness("mushroom", "butterfly", -0.2)).toMatch(/differ: rank correlation −0.20\./)
  expect(describeLikeness("mushroom", "butterfly", 0.93)).toMatch(/alike: rank correlation 0.93\./)
  expect(decimals(-0.001)).toBe("0.00")
})
