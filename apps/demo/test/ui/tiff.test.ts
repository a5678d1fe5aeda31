import sharp from "sharp"
import { expect, test } from "vitest"
import { readTiff } from "../../src/ui/image-worker/read-tiff.ts"

const [width, height] = [6, 4]
const colours = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 37) % 256)
const image = () => sharp(colours, { raw: { width, height, channels: 3 } })

test.each(["none", "lzw", "deflate"] as const)(
  "a TIFF file (%s) has the pixels it was made of",
  async (compression) => {
    const { data } = readTiff(await image().tiff({ compression }).toBuffer(), "a.tiff", 1e6)
    expect([...data]).toEqual([...colours])
  },
)

test("transparent pixels are white, and grey ones grey", async () => {
  const clear = await image().ensureAlpha(0).tiff({ compression: "none" }).toBuffer()
  expect(new Set(readTiff(clear, "a.tiff", 1e6).data)).toEqual(new Set([255]))
  const grey = await image().toColourspace("b-w").tiff({ compression: "none" }).toBuffer()
  const { data } = readTiff(grey, "a.tiff", 1e6)
  expect(data[0]).toBe(data[1])
  expect(new Set(data).size).toBeGreaterThan(5)
})

test("a file that declares too much is refused before it is read, and a damaged one with what to do", async () => {
  const bytes = await image().tiff().toBuffer()
  const refusal = (read: () => unknown) => {
    try {
      return read()
    } catch (error) {
      return error
    }
  }
  expect(refusal(() => readTiff(bytes, "a.tiff", 20))).toMatchObject({ code: "PICTURE_TOO_LARGE" })
  expect(refusal(() => readTiff(bytes.subarray(0, 30), "a.tiff", 1e6))).toMatchObject({
    code: "PICTURE_UNSUPPORTED",
    message: expect.stringContaining("Save it as PNG"),
  })
})
