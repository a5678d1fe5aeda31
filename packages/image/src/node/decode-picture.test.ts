import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { runInNewContext } from "node:vm"
import type { ImageErrorCode } from "../error-code.ts"
import sharp, { type Sharp } from "sharp"
import { afterAll, beforeAll, expect, test } from "vitest"
import { pattern, pixel, plain } from "../../test/pictures.ts"
import { pngHeader } from "../../test/png-header.ts"
import { fitPicture } from "../fit.ts"
import { declaredSize } from "../header.ts"
import type { Picture } from "../picture.ts"
import { decodePicture } from "./decode-picture.ts"
import { encodePng } from "./encode-png.ts"

const toSharp = ({ width, height, data }: Picture) => sharp(data, { raw: { width, height, channels: 3 } })
const refused = (code: ImageErrorCode, message: RegExp = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })

let folder = ""
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "pami-image-"))))
afterAll(() => rm(folder, { recursive: true }))

const busy = pattern(24, 16)
const lossless: Record<string, (picture: Sharp) => Sharp> = {
  PNG: (picture) => picture.png(),
  "lossless WebP": (picture) => picture.webp({ lossless: true }),
  TIFF: (picture) => picture.tiff({ compression: "lzw" }),
}

test.each(Object.keys(lossless))("%s: every pixel", async (name) => {
  expect(await decodePicture(await lossless[name](toSharp(busy)).toBuffer())).toEqual(busy)
})

test.each(["jpeg", "webp", "avif", "gif"] as const)(
  "%s: the colour within what its compression loses",
  async (format) => {
    const bytes = await toSharp(plain(40, 30, [200, 60, 30]))
      .toFormat(format)
      .toBuffer()
    const picture = await decodePicture(bytes)
    expect([picture.width, picture.height, picture.data.length]).toEqual([40, 30, 3600])
    for (const [i, value] of pixel(picture, 20, 15).entries())
      expect(Math.abs(value - [200, 60, 30][i])).toBeLessThan(6)
  },
)

test("16 bits, grey, grey with alpha and CMYK become 8-bit RGB", async () => {
  const grey = plain(8, 8, [120, 120, 120])
  const near = async (bytes: Uint8Array, expected: number[], tolerance = 1) => {
    const picture = await decodePicture(bytes)
    expect(picture.data.length).toBe(192)
    for (const [i, value] of pixel(picture, 4, 4).entries())
      expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(tolerance)
  }
  await near(
    await toSharp(plain(8, 8, [10, 128, 250]))
      .toColourspace("rgb16")
      .png()
      .toBuffer(),
    [10, 128, 250],
  )
  await near(await toSharp(grey).toColourspace("b-w").png().toBuffer(), [120, 120, 120])
  await near(await toSharp(grey).toColourspace("grey16").png().toBuffer(), [120, 120, 120])
  await near(await toSharp(grey).toColourspace("b-w").ensureAlpha(0.5).png().toBuffer(), [187, 187, 187], 2)
  await near(
    await toSharp(plain(8, 8, [200, 60, 30]))
      .toColourspace("cmyk")
      .jpeg()
      .toBuffer(),
    [200, 60, 30],
    30,
  )
})

test("transparent pixels show the background, white by default", async () => {
  const data = Uint8Array.of(255, 0, 0, 255, 255, 0, 0, 0, 0, 0, 255, 128, 0, 0, 0, 0)
  const bytes = await sharp(data, { raw: { width: 2, height: 2, channels: 4 } })
    .png()
    .toBuffer()
  const onWhite = await decodePicture(bytes)
  expect(pixel(onWhite, 0, 0)).toEqual([255, 0, 0])
  expect(pixel(onWhite, 1, 0)).toEqual([255, 255, 255])
  for (const [i, value] of pixel(onWhite, 0, 1).entries())
    expect(Math.abs(value - [127, 127, 255][i])).toBeLessThan(2)
  expect(pixel(await decodePicture(bytes, { background: [0, 200, 0] }), 1, 1)).toEqual([0, 200, 0])
})

// A red corner and a green one, top left and top right once upright; stored turned and flipped as EXIF 1 to 8 say.
const stored = { 1: "RGBB", 2: "GRBB", 3: "BBGR", 4: "BBRG", 5: "RBGB", 6: "GBRB", 7: "BGBR", 8: "BRBG" }
const inks = { R: [255, 0, 0], G: [0, 255, 0], B: [0, 0, 255] }

test.each(Object.entries(stored))("EXIF orientation %s is undone", async (orientation, corners) => {
  const side = 32
  const data = new Uint8Array(side * side * 3)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      data.set(inks[corners[(y < 16 ? 0 : 2) + (x < 16 ? 0 : 1)] as keyof typeof inks], (y * side + x) * 3)
  const bytes = await toSharp({ width: side, height: side, data })
    .withMetadata({ orientation: Number(orientation) })
    .jpeg({ quality: 100, chromaSubsampling: "4:4:4" })
    .toBuffer()
  const upright = await decodePicture(bytes)
  const corner = (x: number, y: number) => "RGB"[pixel(upright, x, y).findIndex((value) => value > 200)]
  expect([corner(8, 8), corner(24, 8), corner(8, 24), corner(24, 24)].join("")).toBe("RGBB")
})

test("orientation also swaps the sides", async () => {
  const bytes = await toSharp(busy).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const { width, height } = await decodePicture(bytes)
  expect([width, height]).toEqual([16, 24])
})

test("of a GIF that moves, the first frame", async () => {
  const frames = [plain(6, 4, [255, 0, 0]), plain(6, 4, [0, 0, 255])].map((frame) =>
    toSharp(frame).png().toBuffer(),
  )
  const bytes = await sharp(await Promise.all(frames), { join: { animated: true } })
    .gif()
    .toBuffer()
  expect((await sharp(bytes).metadata()).pages).toBe(2)
  expect(await decodePicture(bytes)).toEqual(plain(6, 4, [255, 0, 0]))
})

test("a bomb is refused by its header, before decoding", async () => {
  await expect(decodePicture(pngHeader(20_000, 20_000))).rejects.toThrow(
    refused("PICTURE_TOO_LARGE", /20000 x 20000/),
  )
  const bytes = await toSharp(busy).avif().toBuffer()
  // Without its pixels: the browser, too, refuses by this.
  expect(declaredSize(bytes.subarray(0, 300), "AVIF")).toEqual({ width: 24, height: 16 })
  await expect(decodePicture(bytes, { maxPixels: 383 })).rejects.toThrow(refused("PICTURE_TOO_LARGE"))
  for (const format of ["jpeg", "webp", "gif", "tiff"] as const)
    await expect(
      decodePicture(await toSharp(busy).toFormat(format).toBuffer(), { maxPixels: 383 }),
    ).rejects.toThrow(refused("PICTURE_TOO_LARGE", /24 x 16/))
  expect((await decodePicture(bytes, { maxPixels: 384 })).width).toBe(24)
})

test("an image of one pixel is too small", async () => {
  await expect(
    decodePicture(
      await toSharp(plain(1, 1, [0, 0, 0]))
        .png()
        .toBuffer(),
    ),
  ).rejects.toThrow(refused("PICTURE_TOO_SMALL"))
  await expect(
    decodePicture(
      await toSharp(plain(9, 1, [0, 0, 0]))
        .jpeg()
        .toBuffer(),
    ),
  ).rejects.toThrow(refused("PICTURE_TOO_SMALL"))
})

test.each(["jpeg", "png", "webp", "avif", "gif", "tiff"] as const)(
  "a truncated %s is broken",
  async (format) => {
    const bytes = await toSharp(pattern(90, 70)).toFormat(format).toBuffer()
    for (const share of [0.9, 0.5, 0.1])
      await expect(decodePicture(bytes.subarray(0, bytes.length * share))).rejects.toThrow(
        refused("PICTURE_BROKEN"),
      )
  },
)

test.each([
  ["notes", "a shopping list", /looks like text/],
  ["page", "<!DOCTYPE html><html>", /a web page/],
  ["drawing", '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', /an SVG drawing/],
  ["paper", "%PDF-1.7", /a PDF document/],
  ["phone", "\0\0\0\x18ftypheic\0\0\0\0", /a HEIC image/],
  ["bits", "\x01\x02\x03\x04", /data of an unknown kind/],
  ["bitmap", "BM\0\0\0\0", /a BMP image.*JPEG, PNG/],
])("%s named .png is unsupported, and the message says what it is", async (name, content, message) => {
  const path = join(folder, `${name}.png`)
  await writeFile(path, content, "latin1")
  await expect(decodePicture(path)).rejects.toThrow(refused("PICTURE_UNSUPPORTED", message))
})

test("what is not there, a folder, an empty file", async () => {
  await expect(decodePicture(join(folder, "none.png"))).rejects.toThrow(
    refused("FILE_NOT_FOUND", /none\.png/),
  )
  await expect(decodePicture(folder)).rejects.toThrow(refused("FILE_UNREADABLE", /a folder/))
  await expect(decodePicture(new Uint8Array(0))).rejects.toThrow(refused("PICTURE_BROKEN", /empty/))
  await expect(decodePicture("x", { maxPixels: 0 })).rejects.toThrow(RangeError)
  await expect(decodePicture("x", { background: [0, 0, -1] })).rejects.toThrow("background")
})

test("encodePng loses nothing", async () => {
  expect(await decodePicture(await encodePng({ ...busy, channels: 3 }))).toEqual(busy)
  await expect(encodePng({ ...busy, channels: 4 })).rejects.toThrow("1536 bytes")
})

test("a path, its address, and bytes of every kind are the same image", async () => {
  const path = join(folder, "größe 1.png")
  const bytes = await encodePng({ ...busy, channels: 3 })
  await writeFile(path, bytes)
  const buffer = Uint8Array.from(bytes).buffer
  const elsewhere = runInNewContext("Uint8Array.from(bytes)", { bytes: [...bytes] }) as Uint8Array
  expect(elsewhere instanceof Uint8Array).toBe(false)
  const sources = [
    pathToFileURL(path).href,
    pathToFileURL(path),
    buffer,
    new DataView(buffer),
    new Blob([buffer]),
    elsewhere,
    elsewhere.buffer,
  ]
  for (const source of [path, ...sources]) expect(await decodePicture(source)).toEqual(busy)
  for (const source of [null, 7, { length: 3 }])
    await expect(decodePicture(source as never)).rejects.toThrow(TypeError)
})

test("web addresses are not opened, and files are called by their names", async () => {
  for (const source of ["https://example.org/cat.png", new URL("data:image/png;base64,AAAA")])
    await expect(decodePicture(source)).rejects.toThrow(refused("FILE_UNREADABLE", /address/))
  await expect(decodePicture(new File(["hello"], "cat.png"))).rejects.toThrow(
    refused("PICTURE_UNSUPPORTED", /cat\.png looks like text/),
  )
})

test("a large image is decoded and fitted in slices, between which the event loop turns", async () => {
  const [width, height] = [5000, 4000]
  const bytes = await sharp(new Uint8Array(width * height), { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer()
  const picture = await decodePicture(bytes)
  let turns = 0
  const count = () => {
    turns++
    counting = setImmediate(count)
  }
  let counting = setImmediate(count)
  const fitted = await fitPicture(picture, { width: 224, height: 224, fit: "crop", resample: "bicubic" })
  clearImmediate(counting)
  expect(fitted.picture.data.every((value) => value === 0)).toBe(true)
  expect(turns).toBeGreaterThan(3)
})
