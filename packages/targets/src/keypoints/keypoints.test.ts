import { expect, test } from "vitest"
import { bind, refusal, round, scoresOf, tensor } from "../../test/bind.ts"
import { keypoints } from "./keypoints.ts"
import { keypointsFormat } from "./keypoints-format.ts"

const units = [192, 192]
// 5 % of 192: the standard deviation.
const sigma = 9.6

/** MoveNet's output: y, x and confidence of each keypoint, in shares. */
const moveNet = (nose: readonly number[]) =>
  tensor(
    [1, 1, 17, 3],
    [...nose, ...Array.from({ length: 16 }, (_, i) => [0.5, 0.25, i === 4 ? 0.6 : 0.1]).flat()],
  )

test("MoveNet: the confident keypoints are targets with COCO's names and a small box at their place", async () => {
  const bound = await bind(keypoints(), { y: moveNet([0.25, 0.5, 0.9]) }, { units })
  expect(bound.settings).toMatchObject({ layout: "yx", unit: "shares" })
  expect(bound.targets.map(({ id, label, score }) => [id, label, round(score)])).toEqual([
    [0, "nose", 0.9],
    [5, "left shoulder", 0.6],
  ])
  const { x, y, width, height } = bound.targets[0].box!
  expect([x + width / 2, y + height / 2].map(round)).toEqual([96, 48])
  expect(bound.prediction).toHaveLength(17)
  expect(bound.preferred).toBe(0)
})

test("the score is confidence times a Gaussian of the distance", async () => {
  const bound = await bind(keypoints(), { y: moveNet([0.25, 0.5, 0.9]) }, { units })
  const [nose, shoulder] = scoresOf(bound, { y: moveNet([0.25, 0.5 + sigma / 192, 0.8]) })[0]
  expect(nose).toBeCloseTo(0.8 * Math.exp(-0.5), 5)
  expect(shoulder).toBe(0.6)
})

test("maps: the score is the highest product of value and closeness over all places", async () => {
  // Two keypoints on 8 x 8 places of 24 pixels.
  const maps = (peaks: readonly (readonly [number, number])[]) =>
    tensor(
      [1, 2, 8, 8],
      peaks.flatMap(([place, value]) => Array.from({ length: 64 }, (_, i) => (i === place ? value : 0))),
    )
  const bound = await bind(
    keypoints({ width: 0.125 }),
    {
      heat: maps([
        [9, 0.9],
        [20, 0.2],
      ]),
    },
    { units },
  )
  expect(bound.targets.map(({ id, label }) => [id, label])).toEqual([[0, "keypoint 0"]])
  const { x, y, width, height } = bound.targets[0].box!
  expect([x + width / 2, y + height / 2]).toEqual([36, 36])
  expect(
    scoresOf(bound, {
      heat: maps([
        [10, 0.5],
        [0, 0],
      ]),
    })[0][0],
  ).toBeCloseTo(0.5 * Math.exp(-0.5), 5)
})

test("coordinates in pixels, in the order of the caller, without a confidence", async () => {
  const points = tensor([1, 3, 2], [30, 60, 90, 10, 20, 20])
  const bound = await bind(keypoints({ layout: "yx", labels: ["a", "b", "c"] }), { y: points }, { units })
  expect(bound.settings).toMatchObject({ unit: "pixels", layout: "yx" })
  expect(bound.targets.map(({ label, score }) => `${label} ${score}`)).toEqual(["a 1", "b 1", "c 1"])
  expect(bound.targets[0].box!.x).toBeCloseTo(60 - sigma / 2, 5)
})

test("the strongest keypoint is a target even if none is confident", async () => {
  const weak = tensor([1, 2, 3], [0.5, 0.5, 0.05, 0.1, 0.1, 0.2])
  const bound = await bind(keypoints(), { y: weak }, { units })
  expect(bound.targets.map(({ id }) => id)).toEqual([1])
})

test("the caller names the keypoints", async () => {
  const outputs = { y: moveNet([0.25, 0.5, 0.9]) }
  const bound = await bind(keypoints({ points: [9, 5] }), outputs, { units })
  expect(bound.targets.map(({ label }) => label)).toEqual(["left wrist", "left shoulder"])
  expect(bound.preferred).toBe(1)
  expect(await refusal(() => bind(keypoints({ points: [17] }), outputs, { units }))).toMatchObject({
    code: "TARGET_OUT_OF_RANGE",
  })
})

test("outputs that are not keypoints are refused", async () => {
  const error = await refusal(() =>
    bind(keypoints(), { y: tensor([1, 10], new Float32Array(10)) }, { units }),
  )
  expect(error).toMatchObject({ code: "OUTPUT_UNSUITABLE" })
  expect(keypointsFormat([{ name: "y", dtype: "float32", shape: [1, 1, 17, 3] }])).toMatchObject([
    { clear: true, layout: "yx" },
  ])
  expect(keypointsFormat([{ name: "heatmaps", dtype: "float32", shape: [null, 17, 64, 48] }])).toMatchObject([
    { clear: true, layout: "maps", keypoints: 17 },
  ])
  expect(keypointsFormat([{ name: "y", dtype: "float32", shape: [1, 1000] }])).toEqual([])
})
