import { expect, test } from "vitest"
import { pattern, plain } from "../test/pictures.ts"
import { fitPicture } from "./fit.ts"
import { picture as maskWith } from "./masking.ts"
import { toPixels } from "./picture.ts"
import { resampleNames, resize } from "./resample.ts"

// Image.fromarray(pattern(7, 5)).resize((3, 4), FILTER), Pillow 12.3.
const shrunk = {
  nearest: [
    37, 90, 143, 111, 164, 217, 185, 238, 35, 135, 188, 241, 223, 20, 73, 55, 108, 161, 75, 128, 181, 191,
    244, 41, 51, 104, 157, 173, 226, 23, 47, 100, 153, 177, 230, 27,
  ],
  box: [
    19, 72, 125, 111, 164, 217, 204, 129, 54, 161, 150, 139, 109, 119, 129, 142, 131, 120, 46, 99, 152, 191,
    159, 126, 80, 133, 186, 141, 194, 119, 132, 100, 153, 210, 135, 60,
  ],
  bilinear: [
    56, 109, 149, 120, 147, 174, 158, 143, 113, 147, 154, 137, 125, 110, 122, 114, 129, 136, 110, 117, 133,
    142, 154, 139, 145, 128, 135, 140, 152, 122, 136, 129, 133, 168, 139, 110,
  ],
  hamming: [
    37, 90, 140, 116, 156, 201, 182, 146, 86, 145, 156, 155, 134, 99, 111, 108, 129, 140, 102, 114, 134, 153,
    165, 130, 130, 129, 140, 147, 171, 110, 117, 110, 146, 185, 146, 85,
  ],
  bicubic: [
    45, 103, 149, 122, 155, 182, 162, 141, 110, 158, 160, 135, 119, 104, 117, 111, 127, 139, 103, 113, 129,
    145, 159, 146, 150, 127, 133, 139, 155, 123, 139, 125, 133, 168, 140, 109,
  ],
  lanczos: [
    39, 103, 154, 127, 161, 178, 156, 136, 115, 171, 164, 129, 111, 100, 115, 110, 128, 140, 96, 107, 127,
    144, 163, 154, 159, 128, 127, 135, 154, 128, 147, 128, 125, 158, 138, 116,
  ],
}

// Image.fromarray(pattern(3, 4)).resize((5, 6), FILTER): the first two rows.
const enlarged = {
  bicubic: [
    0, 44, 97, 5, 58, 110, 31, 84, 137, 56, 109, 173, 70, 123, 194, 36, 86, 156, 49, 108, 177, 77, 145, 198,
    115, 174, 138, 136, 188, 96,
  ],
  lanczos: [
    0, 45, 91, 3, 53, 98, 31, 76, 129, 55, 104, 179, 62, 116, 203, 28, 75, 158, 34, 100, 189, 68, 152, 205,
    120, 186, 141, 145, 194, 92,
  ],
}

test.each(resampleNames)("%s shrinks to the very pixels of Pillow", async (name) => {
  expect([...(await resize(pattern(7, 5), { width: 3, height: 4 }, name)).data]).toEqual(shrunk[name])
})

test.each(["bicubic", "lanczos"] as const)("%s enlarges to the very pixels of Pillow", async (name) => {
  expect([...(await resize(pattern(3, 4), { width: 5, height: 6 }, name)).data.subarray(0, 30)]).toEqual(
    enlarged[name],
  )
})

test.each(resampleNames)("%s keeps a plain colour", async (name) => {
  const result = await resize(plain(9, 4, [12, 200, 255]), { width: 31, height: 2 }, name)
  expect(result.data).toEqual(plain(31, 2, [12, 200, 255]).data)
})

test("what would take much memory, at the end or in between, is refused before it does", async () => {
  const long = { width: 2, height: 1_000_000, data: new Uint8Array(6_000_000) }
  const large = expect.objectContaining({ code: "PICTURE_TOO_LARGE" })
  await expect(resize(long, { width: 224, height: 224 }, "bilinear")).rejects.toThrow(large)
  await expect(
    fitPicture(long, { width: 224, height: 224, fit: "stretch", resample: "box" }),
  ).rejects.toThrow(large)
  await expect(maskWith(long).baseline(toPixels(plain(224, 224, [0, 0, 0])))).rejects.toThrow(large)
  await expect(resize(pattern(2, 2), { width: 1e6, height: 1e6 }, "nearest")).rejects.toThrow(large)
  const wide = { width: 2 ** 20 + 1, height: 2, data: new Uint8Array((2 ** 20 + 1) * 6) }
  await expect(resize(wide, { width: 1, height: 2 }, "lanczos")).rejects.toThrow(large)
  expect((await resize(long, { width: 224, height: 224 }, "nearest")).width).toBe(224)
})

test("sizes and filters that make no sense are refused", async () => {
  await expect(resize(pattern(2, 2), { width: 0, height: 2 }, "box")).rejects.toThrow(RangeError)
  await expect(resize(pattern(2, 2), { width: 2.5, height: 2 }, "box")).rejects.toThrow(RangeError)
  await expect(resize(pattern(2, 2), { width: 3, height: 2 }, "cubic" as "box")).rejects.toThrow(
    "one of nearest",
  )
  await expect(
    resize({ width: 2, height: 2, data: new Uint8Array(3) }, { width: 1, height: 1 }, "box"),
  ).rejects.toThrow("12 values")
})
