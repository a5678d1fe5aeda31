import { expect, test } from "vitest"
import { judge } from "../asking/judge.ts"
import type { Measurement, Subject } from "../contracts/metric.ts"
import { createMetric } from "../metrics.ts"
import { pointsNear } from "./pointing.ts"

/** The value of a metric that needs no forward passes. */
function measure(name: string, subject: Subject): number {
  return (createMetric(name).measure(subject) as Measurement).value
}

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height })

// Rows of four units; the object is the 2 x 2 block from row 1, column 1.
const shape = [4, 4]
const truth = { width: 4, height: 4, boxes: [box(1, 1, 2, 2)] }
const map = [0, 0, 0, 0, 0, 3, 1, 0, 0, 2, 2, 0, 0, 0, 0, 2]

test("energy in a box is the share of the map's sum, above its minimum, median, or zero", () => {
  expect(measure("energy", { map, shape, truth })).toBeCloseTo(0.8, 12)
  const lifted = map.map((value) => value + 5)
  expect(measure("energy:minimum", { map: lifted, shape, truth })).toBeCloseTo(0.8, 12)
  expect(measure("energy:zero", { map: lifted, shape, truth })).toBeCloseTo(28 / 90, 12)
  // Of 5, 6, 7 and 9 the upper half lies above 6.5: 0.5 and 2.5, of which the object has the latter.
  const two = { width: 2, height: 2, boxes: [box(1, 1, 1, 1)] }
  expect(measure("energy:median", { map: [5, 6, 7, 9], shape: [2, 2], truth: two })).toBeCloseTo(2.5 / 3, 12)
})

test("a flat map spreads its energy evenly, and units without a value have none", () => {
  expect(measure("energy", { map: new Float32Array(16).fill(0.3), shape, truth })).toBe(0.25)
  expect(measure("energy", { map: new Float32Array(16).fill(NaN), shape, truth })).toBe(0.25)
  const gaps = map.map((value, unit) => (unit === 15 ? NaN : value))
  expect(measure("energy", { map: gaps, shape, truth })).toBe(1)
})

test("boxes and masks of the original are found on the grid of the map, also if it covers a part", () => {
  // The same object in an image of 400 x 200 pixels, and as the mask of one of 4 x 4.
  const large = { width: 400, height: 200, boxes: [box(100, 50, 200, 100)] }
  expect(measure("energy", { map, shape, truth: large })).toBeCloseTo(0.8, 12)
  const mask = Uint8Array.of(0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0)
  expect(measure("energy", { map, shape, truth: { width: 4, height: 4, mask } })).toBeCloseTo(0.8, 12)
  // The grid covers the middle of a larger image, and bars above and below it.
  const wide = { width: 8, height: 2, covers: box(2, -1, 4, 4), boxes: [box(3, 0, 2, 2)] }
  expect(measure("energy", { map, shape, truth: wide })).toBeCloseTo(0.8, 12)
})

test("the authors' rule takes the borders of a box scaled by integer division", () => {
  const at = (row: number, column: number) => ({
    shape: [224, 224],
    map: Float32Array.from({ length: 224 * 224 }, (_, unit) => (unit === row * 224 + column ? 1 : 0)),
    // 100 * 224 / 500 = 44.8 and 300 * 224 / 500 = 134.4; 60 * 224 / 333 = 40.4 and 200 * 224 / 333 = 134.5.
    truth: { width: 500, height: 333, boxes: [box(100, 60, 200, 140)] },
  })
  const hits = [at(40, 44), at(134, 134), at(39, 44), at(40, 43), at(135, 100), at(100, 135)]
  expect(hits.map((subject) => measure("pointing:authors", subject))).toEqual([1, 1, 0, 0, 0, 0])
})

test("the highest unit, the first of several, points; a map without values misses", () => {
  expect(measure("pointing:exact", { map, shape, truth })).toBe(1)
  expect(measure("pointing:exact", { map: map.map((_, unit) => (unit === 0 ? 3 : 0)), shape, truth })).toBe(0)
  expect(
    measure("pointing:exact", { map: map.map((value, unit) => (unit === 0 ? 3 : value)), shape, truth }),
  ).toBe(0)
  for (const rule of ["authors", "torchray", "exact"])
    expect(measure(`pointing:${rule}`, { map: new Float32Array(16).fill(NaN), shape, truth })).toBe(0)
})

test("TorchRay's rule hits within less than 15 pixels of the original, on whole pixels", () => {
  const far = { width: 200, height: 200, boxes: [box(100, 100, 20, 20)] }
  expect(pointsNear(far, 85, 110)).toBe(false)
  expect(pointsNear(far, 85.5, 110)).toBe(true)
  // Diagonally, 9 and 12 pixels are 15.
  expect(pointsNear(far, 91, 88)).toBe(false)
  expect(pointsNear(far, 92, 88)).toBe(true)
  // The last pixel of the box is 119.
  expect(pointsNear(far, 134, 110)).toBe(false)
  expect(pointsNear(far, 133.5, 110)).toBe(true)
  const mask = new Uint8Array(200 * 200)
  mask[110 * 200 + 50] = 1
  expect(pointsNear({ width: 200, height: 200, mask }, 60, 120)).toBe(true)
  expect(pointsNear({ width: 200, height: 200, mask }, 61, 121)).toBe(false)
  // Unit (0, 0) of 4 x 4 has its centre at pixel 24.5 of 200.
  const corner = { width: 200, height: 200, boxes: [box(39, 0, 1, 200)] }
  expect(measure("pointing:torchray", { map: map.map((_, unit) => -unit), shape, truth: corner })).toBe(1)
  expect(createMetric("pointing:torchray").average).toBe("classes")
})

test("IoU at the best threshold and average precision are those of the definition", () => {
  // In decreasing order: on the object 3; a tie of 2, 2 on it and 2 off it; 1 on it; the rest.
  expect(measure("iou", { map, shape, truth })).toBeCloseTo(4 / 5, 12)
  // Recall 1/4 at precision 1, then 3/4 at 3/4, then 1 at 4/5.
  const expected = 0.25 * 1 + 0.5 * 0.75 + 0.25 * 0.8
  expect(measure("average-precision", { map, shape, truth })).toBeCloseTo(expected, 12)
  const flat = new Float32Array(16).fill(1)
  expect(measure("iou", { map: flat, shape, truth })).toBe(0.25)
  expect(measure("average-precision", { map: flat, shape, truth })).toBe(0.25)
})

test("the mask counts more than the box for pixels, the box more for energy", () => {
  const mask = new Uint8Array(16)
  mask[5] = 1
  const both = { ...truth, mask }
  expect(measure("iou", { map, shape, truth: both })).toBe(1)
  expect(measure("energy", { map, shape, truth: both })).toBeCloseTo(0.8, 12)
})

test("the grid of pasted images takes the positive energy in the right cell", () => {
  const signed = [4, 1, -8, 3]
  expect(measure("grid", { map: signed, shape: [2, 2], cell: box(0, 0, 1, 1) })).toBe(0.5)
  expect(measure("grid", { map: signed, shape: [2, 2], cell: box(0, 1, 2, 1) })).toBe(3 / 8)
})

test("an object outside the map, a map of a row, and a map of another size have a reason", async () => {
  const outside = { width: 8, height: 8, covers: box(0, 0, 4, 4), boxes: [box(6, 6, 1, 1)] }
  const results = await judge(
    [
      { name: "outside", subject: { map, shape, truth: outside } },
      { name: "row", subject: { map, shape: [16], truth } },
      { name: "size", subject: { map, shape: [3, 4], truth } },
      { name: "none", subject: { map, shape, truth: { width: 4, height: 4, boxes: [] } } },
    ],
    [createMetric("energy")],
  )
  expect(results.map(({ reason }) => reason!.code)).toEqual([
    "OBJECT_EMPTY",
    "MAP_INVALID",
    "MAP_INVALID",
    "EVIDENCE_MISSING",
  ])
})
