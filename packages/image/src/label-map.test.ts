import { expect, test } from "vitest"
import { plain } from "../test/pictures.ts"
import { fitPicture, type FitMode, type Geometry } from "./fit.ts"
import { colorLabels, denseLabels, fitLabels, labelsOfFile, labelsToOriginal } from "./label-map.ts"

async function geometryOf(width: number, height: number, side: number, fit: FitMode): Promise<Geometry> {
  const options = { width: side, height: side, fit, resample: "bilinear" } as const
  return (await fitPicture(plain(width, height, [0, 0, 0]), options)).geometry
}
const unsuitable = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })

test("colours become labels in the order in which they are met", async () => {
  const data = Uint8Array.of(9, 9, 9, 200, 0, 0, 9, 9, 9, 0, 0, 200)
  expect(await colorLabels({ width: 2, height: 2, channels: 3, data })).toEqual({
    width: 2,
    height: 2,
    data: Int32Array.of(0, 1, 0, 2),
  })
})

test("colours that differ in one bit of one channel are two labels; all that is transparent is one", async () => {
  const data = Uint8Array.of(1, 2, 3, 255, 1, 2, 3, 254, 7, 7, 7, 0, 1, 2, 3, 255, 8, 8, 8, 0)
  expect([...(await colorLabels({ width: 5, height: 1, channels: 4, data })).data]).toEqual([0, 1, 2, 0, 2])
  const deep = Uint16Array.of(1, 0, 65535, 65535, 1, 0, 65535, 65534, 1, 0, 65534, 65535, 1, 0, 65535, 65535)
  expect([...(await colorLabels({ width: 4, height: 1, channels: 4, data: deep })).data]).toEqual([
    0, 1, 2, 0,
  ])
  await expect(colorLabels({ width: 4, height: 1, channels: 3, data })).rejects.toThrow("12 values, not 20")
})

test("any numbers become dense labels", () => {
  expect([...denseLabels([70000, -5, -5, 0, 70000])]).toEqual([0, 1, 1, 2, 0])
})

test("a photograph is not a label map", async () => {
  const data = Uint8Array.from({ length: 300 * 300 * 3 }, (_, i) => Math.floor(i / 3) >> ((i % 3) * 8))
  await expect(labelsOfFile({ width: 300, height: 300, channels: 3, data }, "cat.png")).rejects.toThrow(
    unsuitable("PICTURE_UNSUPPORTED", /cat\.png has more than 65536 colours/),
  )
})

// Four quarters of the original, 0 1 over 2 3.
const quarters = (width: number, height: number) => ({
  width,
  height,
  data: Int32Array.from(
    { length: width * height },
    (_, i) => (i % width < width / 2 ? 0 : 1) + (Math.floor(i / width) < height / 2 ? 0 : 2),
  ),
})

test("a map drawn on the image is stretched, cropped and padded like the image", async () => {
  expect(await fitLabels(quarters(60, 30), await geometryOf(60, 30, 6, "stretch"))).toEqual(
    quarters(6, 6).data,
  )
  expect(await fitLabels(quarters(60, 30), await geometryOf(60, 30, 6, "crop"))).toEqual(quarters(6, 6).data)
  const padded = await fitLabels(quarters(60, 30), await geometryOf(60, 30, 4, "pad"))
  expect([...padded]).toEqual([4, 4, 4, 4, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4, 4])
})

test("a cell takes the label at its centre, not a mixture and not the commonest", async () => {
  const drawn = { width: 6, height: 3, data: new Int32Array(18).fill(5) }
  // Centres of the two cells: pixels 1 and 4 of the middle row.
  drawn.data[6 + 1] = 1000
  drawn.data[6 + 4] = -3
  const geometry: Geometry = {
    grid: { width: 2, height: 1 },
    picture: { width: 6, height: 3 },
    covers: { x: 0, y: 0, width: 6, height: 3 },
    shows: { x: 0, y: 0, width: 2, height: 1 },
  }
  expect([...(await fitLabels(drawn, geometry))]).toEqual([1000, -3])
})

test("a map of the grid's size is taken as it is, any other is refused with both sizes", async () => {
  const geometry = await geometryOf(60, 30, 6, "crop")
  const own = quarters(6, 6)
  expect(await fitLabels(own, geometry)).toEqual(own.data)
  expect(await fitLabels(own, geometry)).not.toBe(own.data)
  await expect(fitLabels(quarters(30, 60), geometry)).rejects.toThrow(
    unsuitable("SHAPE_MISMATCH", /30 x 60.*60 x 30.*6 x 6/),
  )
  await expect(fitLabels({ width: 6, height: 6, data: new Int32Array(35) }, geometry)).rejects.toThrow(
    RangeError,
  )
})

test.each(["stretch", "pad"] as const)("%s: labels go to the original and back unchanged", async (fit) => {
  const geometry = await geometryOf(120, 80, 8, fit)
  const { shows } = geometry
  const labels = Int32Array.from({ length: 64 }, (_, cell) => {
    const [x, y] = [cell % 8, Math.floor(cell / 8)]
    const shown = x >= shows.x && x < shows.x + shows.width && y >= shows.y && y < shows.y + shows.height
    return shown ? cell : 999
  })
  const data = await labelsToOriginal(labels, geometry, 120, 80)
  expect(data.includes(999)).toBe(false)
  const back = await fitLabels({ width: 120, height: 80, data }, geometry)
  const bars = Math.max(...data) + 1
  expect(back).toEqual(labels.map((label) => (label === 999 ? bars : label)))
})

test("outside of the crop no label is known", async () => {
  const labels = await labelsToOriginal(new Int32Array(16).fill(3), await geometryOf(8, 4, 4, "crop"), 8, 4)
  expect([...labels.subarray(0, 8)]).toEqual([-1, -1, 3, 3, 3, 3, -1, -1])
  const small = await labelsToOriginal(quarters(4, 4).data, await geometryOf(60, 30, 4, "stretch"), 4, 2)
  expect([...small]).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
  await expect(labelsToOriginal(labels, await geometryOf(8, 4, 4, "crop"), 8, 4)).rejects.toThrow("4 x 4")
})
