import { expect, test } from "vitest"
import { bind, codes, refusal, round, scoresOf, tensor } from "../../test/bind.ts"
import { regionProbability } from "./region-probability.ts"
import { segmentationFormat } from "./segmentation-format.ts"

// A map of 4 x 8 places over an input of 40 x 80: class 2 owns the two left columns, class 1 one place, class 0 the rest.
const units = [40, 80]
const [height, width] = [4, 8]
const ownerOf = (place: number) => (place % width < 2 ? 2 : place === 7 ? 1 : 0)
/** Probabilities of the three classes at a place. */
const at = (place: number, sure = 0.8) =>
  [0, 1, 2].map((cls) => (cls === ownerOf(place) ? sure : (1 - sure) / 2))
const places = Array.from({ length: height * width }, (_, place) => place)
const nhwc = (sure?: number) =>
  tensor(
    [1, height, width, 3],
    places.flatMap((place) => at(place, sure)),
  )
const nchw = (sure?: number) =>
  tensor(
    [1, 3, height, width],
    [0, 1, 2].flatMap((cls) => places.map((place) => at(place, sure)[cls])),
  )

test.each([
  ["nhwc", nhwc],
  ["nchw", nchw],
])(
  "%s: each class that owns an area is a target, the largest first, with the bounds of its region",
  async (layout, make) => {
    const bound = await bind(regionProbability(), { y: make() }, { units })
    expect(bound.settings).toMatchObject({ layout, activation: "none", class: [0, 2, 1] })
    expect(bound.targets.map(({ id, score }) => [id, round(score)])).toEqual([
      [0, 0.8],
      [2, 0.8],
      [1, 0.8],
    ])
    expect(bound.targets[1].box).toEqual({ x: 0, y: 0, width: 20, height: 40 })
    expect(bound.targets[2].box).toEqual({ x: 70, y: 0, width: 10, height: 10 })
    // Class 0 is taken for the background.
    expect(bound.preferred).toBe(1)
    expect(codes(bound)).toContain("BACKGROUND_ASSUMED")
    expect(scoresOf(bound, { y: make(0.5) })).toEqual([[0.5, 0.5, 0.5]])
    const both = [make(0.5), make(0.4)]
    const batch = {
      ...both[0],
      shape: [2, ...both[0].shape.slice(1)],
      data: Float32Array.from(both.flatMap(({ data }) => [...(data as Float32Array)])),
    }
    expect(scoresOf(bound, { y: batch }, 2)[1]).toEqual([0.4, 0.4, 0.4])
  },
)

test("the largest areas are chosen without the background", async () => {
  const ids = async (options: Parameters<typeof regionProbability>[0]) =>
    (await bind(regionProbability(options), { y: nhwc() }, { units })).targets.map(({ id }) => id)
  expect(await ids({ class: "top:1" })).toEqual([2])
  expect(await ids({ class: "top:5", labels: ["road", "car", "background"] })).toEqual([0, 1])
  expect(await ids({ class: "top:5", background: "none" })).toEqual([0, 2, 1])
  expect(await ids({ class: [1, 0] })).toEqual([1, 0])
})

test("logits get a softmax over the classes, one map of logits a sigmoid", async () => {
  const logits = nchw()
  const bound = await bind(
    regionProbability(),
    { y: { ...logits, data: (logits.data as Float32Array).map(Math.log) } },
    { units },
  )
  expect(bound.settings).toMatchObject({ activation: "softmax" })
  expect(bound.targets.map(({ score }) => round(score))).toEqual([0.8, 0.8, 0.8])
  const one = places.map((place) => (place < 8 ? Math.log(3) : -5))
  const single = await bind(
    regionProbability({ labels: ["background", "person"] }),
    { y: tensor([1, 1, height, width], one) },
    { units },
  )
  expect(single.settings).toMatchObject({ activation: "sigmoid" })
  expect(single.targets).toMatchObject([
    { id: 0, label: "person", box: { x: 0, y: 0, width: 80, height: 10 } },
  ])
  expect(round(single.targets[0].score)).toBe(0.75)
})

test("class numbers score the share of the region that keeps the class", async () => {
  const bound = await bind(
    regionProbability({ class: 2 }),
    { y: tensor([1, height, width], places.map(ownerOf), "int64") },
    { units },
  )
  expect(bound.targets).toMatchObject([{ id: 2, score: 1 }])
  const kept = places.map((place) => (place === 0 || place === 1 ? 2 : 0))
  expect(scoresOf(bound, { y: tensor([1, height, width], kept, "int64") })).toEqual([[0.25]])
})

test("a box or a mask of the caller is the region, in units of the input", async () => {
  const score = async (region: Parameters<typeof regionProbability>[0]) =>
    round((await bind(regionProbability(region), { y: nhwc() }, { units })).targets[0].score)
  // Columns 1 and 2 of the map: half of it owned by class 2.
  expect(await score({ class: 2, region: { x: 10, y: 0, width: 20, height: 40 } })).toBe(0.45)
  const mask = { width: 8, height: 1, data: [0, 1, 1, 0, 0, 0, 0, 0] }
  expect(await score({ class: 2, region: mask })).toBe(0.45)
  const fine = {
    width: 80,
    height: 40,
    data: Uint8Array.from({ length: 3200 }, (_, i) => Number(i % 80 < 30 && i % 80 >= 10)),
  }
  expect(await score({ class: 2, region: fine })).toBe(0.45)
})

test("a large region is averaged over places that are spread over all of it", async () => {
  // A gradient from left to right on 256 x 256 places, all of them above 1/2: its mean is 3/4.
  const gradient = Float32Array.from({ length: 65536 }, (_, place) => 0.5 + ((place % 256) + 0.5) / 512)
  const outputs = { y: tensor([1, 1, 256, 256], gradient) }
  const bound = await bind(regionProbability(), outputs, { units: [256, 256] })
  expect(bound.targets[0].score).toBeCloseTo(0.75, 3)
  expect(bound.targets[0].box).toEqual({ x: 0, y: 0, width: 256, height: 256 })
  const turned = gradient.map((_, place) => gradient[(place % 256) * 256 + Math.floor(place / 256)])
  expect(scoresOf(bound, { y: tensor([1, 1, 256, 256], turned) })[0][0]).toBeCloseTo(0.75, 3)
})

test("an empty region, and a class that owns nothing, are refused with the classes that do", async () => {
  const outside = regionProbability({ region: { x: 90, y: 0, width: 20, height: 40 } })
  expect(await refusal(() => bind(outside, { y: nhwc() }, { units }))).toMatchObject({ code: "REGION_EMPTY" })
  const four = tensor(
    [1, height, width, 4],
    places.flatMap((place) => [...at(place), 0]),
  )
  expect(await refusal(() => bind(regionProbability({ class: 3 }), { y: four }, { units }))).toMatchObject({
    code: "REGION_EMPTY",
    data: { classes: [0, 2, 1] },
  })
  expect(await refusal(() => bind(regionProbability({ class: 4 }), { y: four }, { units }))).toMatchObject({
    code: "TARGET_OUT_OF_RANGE",
  })
  const nothing = tensor(
    [1, height, width, 1],
    places.map(() => 0.1),
  )
  expect(await refusal(() => bind(regionProbability(), { y: nothing }, { units }))).toMatchObject({
    code: "REGION_EMPTY",
  })
  expect(
    await refusal(() => bind(regionProbability(), { y: tensor([1, 5], [0, 0, 0, 0, 0]) }, { units })),
  ).toMatchObject({
    code: "OUTPUT_UNSUITABLE",
  })
})

test.each([
  ["a map for each class", [1, 21, 65, 65], [513, 513], true, "nchw", 21],
  ["channels last", [1, 256, 256, 1], [256, 256], true, "nhwc", 1],
  ["a free size", [null, 1, null, null], undefined, true, "nchw", 1],
  ["features", [1, 512, 7, 7], [224, 224], false, "nchw", 512],
  ["a square that fits both ways", [1, 64, 64, 64], [64, 64], true, "nchw", 64],
  ["as many classes as columns", [1, 32, 40, 32], [32, 40], true, "nhwc", 32],
] as const)("%s: %j", (_, shape, grid, clear, layout, classes) => {
  const [fit] = segmentationFormat([{ name: "y", dtype: "float32", shape }], { grid })
  expect(fit).toMatchObject({ clear, layout, classes })
})
