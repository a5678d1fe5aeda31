import { expect, test } from "vitest"
import {
  authorsSegmentations,
  formatSegmentation,
  parseSegmentations,
  scheduledSegmentations,
} from "./index.ts"

test("the authors' list has their options at 224 x 224, and scales with the size of the input", () => {
  const list = authorsSegmentations([224, 224])
  expect(list).toHaveLength(20)
  expect(list[0]).toEqual({ algorithm: "felzenszwalb", scale: 250, sigma: 0.8, minSize: 784 })
  expect(authorsSegmentations([112, 112])[0]).toMatchObject({ minSize: 196 })
  // SEEDS segments images only.
  expect(authorsSegmentations([500])).toHaveLength(17)
})

test("the schedule has each segmentation of the authors' list once", () => {
  for (const units of [[224, 224], [300]]) {
    const [theirs, ours] = [authorsSegmentations(units), scheduledSegmentations(units)]
    expect(ours).not.toEqual(theirs)
    expect(ours.map(formatSegmentation).sort()).toEqual(theirs.map(formatSegmentation).sort())
  }
})

test("parsing a formatted list gives the same list", () => {
  const text = "slic-30,felzenszwalb-100,seeds-20,watershed-10"
  expect(parseSegmentations(text, [224, 224]).map(formatSegmentation).join(",")).toBe(text)
  expect(parseSegmentations("authors, slic-5", [224, 224])).toHaveLength(21)
  for (const wrong of ["slic", "slic-0", "slick-10", "", "felzenszwalb-x"])
    expect(() => parseSegmentations(wrong, [9, 9])).toThrow(RangeError)
})
