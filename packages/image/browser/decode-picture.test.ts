import { expect, test } from "vitest"
import { decodePicture, encodePng } from "../src/browser.ts"
import { fitPicture, preset, toPixels, toTensor } from "../src/index.ts"
import { pattern, pixel } from "../test/pictures.ts"

const fromBase64 = (...text: string[]) =>
  Uint8Array.from(atob(text.join("")), (character) => character.charCodeAt(0))
const refused = (code: string) => expect.objectContaining({ code })

/** 16 x 32 once upright: red and green above, blue below. Stored as 32 x 16 with EXIF orientation 6. */
const turnedJpeg = fromBase64(
  "/9j/4QAiRXhpZgAASUkqAAgAAAABABIBAwABAAAABgAAAAAAAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsK",
  "CwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU",
  "FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAQACADAREAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAcGCf/EABQQ",
  "AQAAAAAAAAAAAAAAAAAAAAD/xAAXAQEBAQEAAAAAAAAAAAAAAAAACQgK/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMR",
  "AD8A3bD6cQDl46M25QF9Q5WLAQJcZHQB/9k=",
)

/** 2 x 2: red, transparent red; half-transparent blue, transparent black. */
const alphaPng = fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAFElEQVQImWP4z8Dw/z8DGPxv",
  "AJEANGAEfWkjOLsAAAAASUVORK5CYII=",
)

test("PNG: encoding and decoding lose nothing", async () => {
  const picture = pattern(33, 21)
  const bytes = await encodePng({ ...picture, channels: 3 })
  expect(await decodePicture(bytes)).toEqual(picture)
  expect(await decodePicture(new Blob([bytes.slice()]))).toEqual(picture)
  await expect(encodePng({ ...picture, channels: 4 })).rejects.toThrow(RangeError)
})

test("JPEG: upright as EXIF says", async () => {
  const picture = await decodePicture(turnedJpeg)
  expect([picture.width, picture.height]).toEqual([16, 32])
  const name = (x: number, y: number) => "RGB"[pixel(picture, x, y).findIndex((value) => value > 200)]
  expect([name(4, 8), name(12, 8), name(4, 24), name(12, 24)].join("")).toBe("RGBB")
})

test("transparent pixels show the background", async () => {
  const onWhite = await decodePicture(alphaPng)
  expect(pixel(onWhite, 0, 0)).toEqual([255, 0, 0])
  expect(pixel(onWhite, 1, 0)).toEqual([255, 255, 255])
  for (const [i, value] of pixel(onWhite, 0, 1).entries())
    expect(Math.abs(value - [127, 127, 255][i])).toBeLessThan(2)
  expect(pixel(await decodePicture(alphaPng, { background: [0, 200, 0] }), 1, 1)).toEqual([0, 200, 0])
})

test("limits, broken files and files of other kinds", async () => {
  await expect(decodePicture(turnedJpeg, { maxPixels: 511 })).rejects.toThrow(refused("PICTURE_TOO_LARGE"))
  await expect(decodePicture(turnedJpeg.subarray(0, turnedJpeg.length / 2))).rejects.toThrow(
    refused("PICTURE_BROKEN"),
  )
  await expect(decodePicture(alphaPng.subarray(0, alphaPng.length / 2))).rejects.toThrow(
    refused("PICTURE_BROKEN"),
  )
  const onePixel = await encodePng({ width: 1, height: 1, channels: 3, data: new Uint8Array(3) })
  await expect(decodePicture(onePixel)).rejects.toThrow(refused("PICTURE_TOO_SMALL"))
  const text = new File(["hello"], "cat.png")
  await expect(decodePicture(text)).rejects.toThrow(refused("PICTURE_UNSUPPORTED"))
  await expect(decodePicture(text)).rejects.toThrow("cat.png looks like text")
})

test("bytes of every kind and an address are the same image", async () => {
  const bytes = await encodePng({ ...pattern(8, 6), channels: 3 })
  const buffer = Uint8Array.from(bytes).buffer
  const address = URL.createObjectURL(new Blob([buffer]))
  for (const source of [bytes, buffer, new DataView(buffer), new Blob([buffer]), new URL(address)])
    expect((await decodePicture(source)).data).toEqual(pattern(8, 6).data)
  URL.revokeObjectURL(address)
  await expect(decodePicture(new URL(address))).rejects.toThrow(refused("FILE_UNREADABLE"))
  await expect(decodePicture("cat.png" as never)).rejects.toThrow(TypeError)
})

test("16 bits of which only some are used are nearly black here, and a finding says so", async () => {
  // A PNG of 2 x 2 grey pixels of 16 bits, with values 0, 1000, 2000 and 4095.
  const png =
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACEAAAAAAHTY67AAAAEklEQVR4nGNgYGB+wcB+gf8/AAk4AtF6V0eOAAAAAElFTkSuQmCC"
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
  const { findings } = await decodePicture(bytes)
  expect(findings?.map(({ code }) => code)).toEqual(["RANGE_GUESSED"])
})

test("tensors are those of Node, to the bit", async () => {
  const preprocessing = preset("imagenet", { width: 16 })
  const { picture } = await fitPicture(pattern(50, 30), preprocessing)
  const tensor = toTensor(toPixels(picture), preprocessing)
  const hash = await crypto.subtle.digest("SHA-256", tensor.slice().buffer)
  expect(Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("")).toBe(
    "7207837e0faf193a7066e7d2dd85401f210c42c511342fe58a11517b9182b9cc",
  )
})
