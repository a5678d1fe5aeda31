import { fitPicture, type Geometry } from "@pami/image"
import { expect, test } from "vitest"
import { disc } from "../../src/ui/logic/disc.ts"
import { outline } from "../../src/ui/logic/outline.ts"
import { gridPlace, pointOf, stepFrom, unitAt, unseenYet } from "../../src/ui/logic/place-grid.ts"
import { pan, showing, toImage, whole, zoomAbout } from "../../src/ui/logic/zoom.ts"

const geometryOf = async (fit: "crop" | "pad" | "stretch"): Promise<Geometry> => {
  const image = { width: 20, height: 10, data: new Uint8Array(600) }
  return (await fitPicture(image, { width: 10, height: 10, fit, resample: "bilinear" })).geometry
}

test("the border of a square is four lines", () => {
  expect(outline(Int32Array.of(5, 7, 9, 11), 4)).toBe("M1 1H3V3H1Z")
})

test("a part with a hole has two loops, two pieces have two", () => {
  const ring = Int32Array.of(0, 3, 3, 4, 5, 6, 6, 9)
  expect(outline(ring, 3).match(/M/g)).toHaveLength(2)
  expect(outline(Int32Array.of(0, 1, 2, 3), 3)).toBe("M0 0H1V1H0ZM2 0H3V1H2Z")
  expect(outline(ring, 3)).toBe("M0 0H3V3H0ZM1 1V2H2V1Z")
})

test("units that touch at a corner alone are gone around without a gap", () => {
  expect(outline(Int32Array.of(0, 1, 3, 4), 2)).toBe("M0 0H1V1H2V2H1V1H0Z")
})

test("a disc is clipped at the border and has a run for each row", () => {
  const grid = { width: 5, height: 5 }
  expect([...disc({ x: 2, y: 2 }, 1, grid)]).toEqual([7, 8, 11, 14, 17, 18])
  expect([...disc({ x: 0, y: 0 }, 1, grid)]).toEqual([0, 2, 5, 6])
})

test("an image that the model has not seen yet is taken for one that it will see whole", async () => {
  const image = { width: 20, height: 10, data: new Uint8Array(600) }
  expect(unseenYet(image, { width: 10, height: 10 })).toEqual(await geometryOf("stretch"))
})

test("after a crop the grid lies in the middle, and nothing is known beside it", async () => {
  const geometry = await geometryOf("crop")
  expect(gridPlace(geometry)).toEqual({ left: 0.25, top: 0, width: 0.5, height: 1 })
  expect(unitAt(geometry, { x: 0.1, y: 0.5 })).toBeNull()
  expect(unitAt(geometry, { x: 0.26, y: 0.05 })).toBe(0)
  expect(unitAt(geometry, { x: 0.74, y: 0.95 })).toBe(99)
})

test("after padding the bars are not part of the image", async () => {
  const geometry = await geometryOf("pad")
  expect(gridPlace(geometry)).toEqual({ left: 0, top: -0.4, width: 1, height: 2 })
  expect(unitAt(geometry, { x: 0.01, y: 0.01 })).toBe(20)
  expect(stepFrom(geometry, 20, 0, -1)).toBe(20)
  expect(stepFrom(geometry, 20, 1, 1)).toBe(31)
})

test("the middle of a unit is in that unit, however the image was fitted", async () => {
  for (const fit of ["crop", "pad", "stretch"] as const) {
    const geometry = await geometryOf(fit)
    for (const unit of [33, 45, 58]) expect(unitAt(geometry, pointOf(geometry, unit))).toBe(unit)
  }
})

test("zooming keeps what is under the pointer, and never leaves the image", () => {
  const at = { x: 0.75, y: 0.25 }
  const zoomed = zoomAbout(whole, 2, at)
  expect(toImage(zoomed, at)).toEqual(at)
  expect(zoomAbout(zoomed, 0.01, at)).toEqual(whole)
  expect(pan(zoomed, 10, -10)).toEqual({ scale: 2, x: 0.25, y: 0.75 })
  expect(showing(zoomed, { x: 0.1, y: 0.9 })).toEqual({ scale: 2, x: 0.35, y: 0.65 })
})
