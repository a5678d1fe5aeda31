import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { random } from "@pami/core/tensor"
import sharp from "sharp"
import { afterAll, beforeAll, expect, test } from "vitest"
import { pngHeader } from "../../test/png-header.ts"
import { decodeLabels, encodeLabels } from "./label-map.ts"

let folder = ""
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "pami-labels-"))))
afterAll(() => rm(folder, { recursive: true }))

const refused = (code: string, message = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })
const raw = (
  data: Uint8Array | Uint16Array | Int32Array,
  width: number,
  height: number,
  channels: 1 | 2 | 3 | 4 = 1,
) => sharp(data, { raw: { width, height, channels } })

test.each([2, 256, 257, 65_536])("%i labels come back from a file exactly", async (count) => {
  const next = random(count)
  const [width, height] = [300, 220]
  const labels = Int32Array.from({ length: width * height }, () => Math.floor(next() * count))
  labels.set([0, count - 1])
  const bytes = await encodeLabels(labels, { width, height })
  expect((await sharp(bytes).metadata()).bitsPerSample).toBe(count <= 256 ? 8 : 16)
  expect(await decodeLabels(bytes)).toEqual({ width, height, data: labels })
})

test("labels that a file cannot hold are refused", async () => {
  const size = { width: 2, height: 2 }
  await expect(encodeLabels(Int32Array.of(0, 1, 2, 65536), size)).rejects.toThrow("not 65536")
  await expect(encodeLabels(Int32Array.of(0, 1, -1, 3), size)).rejects.toThrow("not -1")
  await expect(encodeLabels(Int32Array.of(0, 1, 2), size)).rejects.toThrow("4 labels, not 3")
})

test("grey of 8 and 16 bits, PNG and TIFF, with alpha or without: values are labels", async () => {
  const wide = Uint16Array.of(0, 1, 255, 256, 65535, 300)
  const grey = raw(wide, 3, 2).toColourspace("grey16")
  for (const bytes of [
    await grey.clone().png().toBuffer(),
    await grey.tiff({ compression: "lzw" }).toBuffer(),
  ])
    expect([...(await decodeLabels(bytes)).data]).toEqual([...wide])
  const withAlpha = Uint8Array.of(7, 255, 7, 0, 200, 255, 3, 9)
  const bytes = await raw(withAlpha, 2, 2, 2).toColourspace("b-w").png().toBuffer()
  expect([...(await decodeLabels(bytes)).data]).toEqual([7, 7, 200, 3])
})

test("colours and palettes: distinct ones are labels, grey ones too", async () => {
  const colors = Uint8Array.of(9, 9, 9, 8, 8, 8, 200, 0, 0, 9, 9, 9, 0, 0, 200, 0, 0, 201)
  const picture = raw(colors, 3, 2, 3)
  const palette = await picture.clone().png({ palette: true, dither: 0 }).toBuffer()
  expect((await sharp(palette).metadata()).isPalette).toBe(true)
  for (const bytes of [palette, await picture.clone().png().toBuffer(), await picture.gif().toBuffer()])
    expect([...(await decodeLabels(bytes)).data]).toEqual([0, 1, 2, 0, 3, 4])
  const deep = Uint16Array.of(1, 256, 3, 1, 257, 3, 65535, 0, 0, 1, 256, 3)
  const bytes = await raw(deep, 2, 2, 3).toColourspace("rgb16").png().toBuffer()
  expect([...(await decodeLabels(bytes)).data]).toEqual([0, 1, 2, 0])
})

test("a map is turned upright like its image", async () => {
  // A B B over C C A, to be turned clockwise.
  const bytes = await raw(Uint8Array.of(1, 2, 2, 3, 3, 1), 3, 2)
    .withMetadata({ orientation: 6 })
    .png()
    .toBuffer()
  expect(await decodeLabels(bytes)).toEqual({ width: 2, height: 3, data: Int32Array.of(0, 1, 0, 2, 1, 2) })
})

test("a path and its address are the same map", async () => {
  const path = join(folder, "größe 1.png")
  await writeFile(path, await encodeLabels(Int32Array.of(1, 2, 3, 4), { width: 2, height: 2 }))
  expect([...(await decodeLabels(path)).data]).toEqual([1, 2, 3, 4])
  expect(await decodeLabels(pathToFileURL(path).href)).toEqual(await decodeLabels(path))
})

test("files without a label map, broken or too large ones are refused with a reason", async () => {
  const grey = raw(new Uint8Array(6400), 80, 80)
  await expect(decodeLabels(await grey.clone().jpeg().toBuffer())).rejects.toThrow(
    refused("PICTURE_UNSUPPORTED", /a JPEG image.*PNG, TIFF, GIF/),
  )
  const busy = raw(
    Uint8Array.from({ length: 6400 }, (_, i) => (i * i) >> 3),
    80,
    80,
  )
  const png = await busy.toColourspace("b-w").png().toBuffer()
  for (const share of [0.9, 0.5, 0.05])
    await expect(decodeLabels(png.subarray(0, png.length * share))).rejects.toThrow(refused("PICTURE_BROKEN"))
  await expect(decodeLabels(new Uint8Array(0))).rejects.toThrow(refused("PICTURE_BROKEN", /empty/))
  await expect(decodeLabels(pngHeader(20_000, 20_000))).rejects.toThrow(refused("PICTURE_TOO_LARGE"))
  await expect(decodeLabels(png, { maxPixels: 6399 })).rejects.toThrow(refused("PICTURE_TOO_LARGE"))
  await expect(decodeLabels(join(folder, "none.png"))).rejects.toThrow(refused("FILE_NOT_FOUND", /none\.png/))
  await expect(decodeLabels(folder)).rejects.toThrow(refused("FILE_UNREADABLE", /a folder/))
})

test("labels of 32 bits are refused, not cut", async () => {
  // A TIFF of 2 x 2 with 32-bit unsigned samples, as numpy users save label maps.
  const bytes = new Uint8Array(150)
  const view = new DataView(bytes.buffer)
  bytes.set([0x49, 0x49, 42, 0, 8, 0, 0, 0])
  const tags = [
    [256, 2],
    [257, 2],
    [258, 32],
    [259, 1],
    [262, 1],
    [273, 134],
    [277, 1],
    [278, 2],
    [279, 16],
    [339, 1],
  ]
  view.setUint16(8, tags.length, true)
  for (const [i, [tag, value]] of tags.entries()) {
    view.setUint16(10 + 12 * i, tag, true)
    view.setUint16(12 + 12 * i, 4, true)
    view.setUint32(14 + 12 * i, 1, true)
    view.setUint32(18 + 12 * i, value, true)
  }
  for (let i = 0; i < 4; i++) view.setUint32(134 + 4 * i, 70_000 + i, true)
  await expect(decodeLabels(bytes)).rejects.toThrow(refused("PICTURE_UNSUPPORTED", /8 and 16 bits/))
})
