import { expect, test } from "vitest"
import { mapToImage } from "./map-to-image.ts"

const bytesOf = (data: Float32Array) => Array.from(data, (share) => Math.round(255 * share))

// matplotlib's viridis starts with 0.267004, 0.004874, 0.329415, continues with 0.268510, 0.009605, 0.335427, and ends
// with 0.993248, 0.906157, 0.143936.
test("a map becomes viridis colours, from its lowest value to its highest", () => {
  const { width, height, data } = mapToImage(Float32Array.of(-2, -1.99, 0), { width: 3, height: 1 })
  expect([width, height]).toEqual([3, 1])
  expect(bytesOf(data)).toEqual([68, 1, 84, 68, 2, 86, 253, 231, 37])
})

test("mode authors truncates matplotlib's colours to bytes", () => {
  const { data } = mapToImage(Float32Array.of(-2, -1.99, 0), { width: 3, height: 1, mode: "authors" })
  expect(bytesOf(data)).toEqual([68, 1, 84, 68, 2, 85, 253, 231, 36])
})

test("raw values are scaled to [0, 1] and repeated in all channels", () => {
  const { data } = mapToImage(Float32Array.of(1, 5, 2), { width: 1, height: 3, as: "raw" })
  expect([...data]).toEqual([0, 0, 0, 1, 1, 1, 0.25, 0.25, 0.25])
})

test("units without a value get the colour of the lowest", () => {
  const { data } = mapToImage(Float32Array.of(NaN, 3, 4), { width: 3, height: 1 })
  expect(bytesOf(data).slice(0, 6)).toEqual([68, 1, 84, 68, 1, 84])
})

test("a map of another size is refused", () => {
  expect(() => mapToImage(new Float32Array(5), { width: 3, height: 2 })).toThrow("has 6 values, not 5")
})
