import { PamiError } from "@pami/core"
import { slices } from "@pami/core/tensor"
import { checkPicture, type Picture, type Size } from "./picture.ts"

/** Names of the resampling filters, as in Pillow. */
export const resampleNames = ["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"] as const

/** A resampling filter, antialiased when it shrinks (but `nearest`), with the numbers of Pillow. */
export type Resample = (typeof resampleNames)[number]

interface Filter {
  /** Half width, in output pixels when shrinking. */
  readonly support: number
  readonly weight: (x: number) => number
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

const filters: Record<Exclude<Resample, "nearest">, Filter> = {
  box: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: {
    support: 1,
    weight: (x) => (Math.abs(x) >= 1 ? 0 : sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x))),
  },
  bicubic: { support: 2, weight: cubic },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
}

/** Keys's cubic convolution kernel with a = -0.5. */
function cubic(position: number): number {
  const a = -0.5
  const x = Math.abs(position)
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a
  return 0
}

/**
 * The image at another size. Separable, first along rows, then along columns, with weights of 22 bits and bytes in
 * between: the pixels are those of Pillow's `Image.resize`, whose images models are trained on. Lets the event loop
 * turn meanwhile.
 *
 * @param size whole numbers of pixels, at least 1.
 * @throws RangeError for a size that is not one
 * @throws PamiError `PICTURE_TOO_LARGE` where the result, or the image between the two steps, has more than
 *   {@link largestResized} pixels, or a side of the image more than 2^20
 */
export async function resize(
  picture: Picture,
  { width, height }: Size,
  resample: Resample,
): Promise<Picture> {
  checkPicture(picture)
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0))
    throw new RangeError(`an image is resized to whole pixels, at least 1 x 1, not ${width} x ${height}`)
  if (!resampleNames.includes(resample))
    throw new RangeError(`resample is one of ${resampleNames.join(", ")}, not ${resample}`)
  if (picture.width === width && picture.height === height) return picture
  refuseLarge(picture, { width, height }, resample)
  if (resample === "nearest") return nearest(picture, { width, height })
  const filter = filters[resample]
  const narrow = picture.width === width ? picture : await resizeRows(picture, width, filter)
  return narrow.height === height ? narrow : await resizeColumns(narrow, height, filter)
}

/** Most pixels that an image is resized to, in each of the two steps. */
export const largestResized = 2 ** 26

// Every pixel of a side has its weights.
const longestSide = 2 ** 20

function refuseLarge(picture: Picture, { width, height }: Size, resample: Resample): void {
  const rows = resample === "nearest" || picture.width === width ? height : Math.max(height, picture.height)
  const isLong = resample !== "nearest" && Math.max(picture.width, picture.height) > longestSide
  if (width * rows <= largestResized && !isLong) return
  const limit = isLong ? `a side has at most ${longestSide}` : `at most ${largestResized} are made`
  throw new PamiError(
    "PICTURE_TOO_LARGE",
    `an image of ${picture.width} x ${picture.height} resized to ${width} x ${height} pixels takes too much memory` +
      `${rows === height ? "" : ` (${width} x ${rows} on the way)`}: ${limit}. Scale it down first.`,
  )
}

interface Taps {
  readonly length: number
  /** Taps of one output pixel at most: the stride of `weights`. */
  readonly size: number
  readonly first: Int32Array
  readonly count: Int32Array
  /** 22 bits of fraction. */
  readonly weights: Int32Array
}

const fractionBits = 22

async function taps(from: number, to: number, { support, weight }: Filter): Promise<Taps> {
  const scale = from / to
  const stretch = Math.max(1, scale)
  const reach = support * stretch
  const size = Math.ceil(reach) * 2 + 1
  const first = new Int32Array(to)
  const count = new Int32Array(to)
  const weights = new Int32Array(to * size)
  const exact = new Float64Array(size)
  const slice = slices()
  for (let i = 0; i < to; i++) {
    const center = (i + 0.5) * scale
    const start = Math.max(0, Math.trunc(center - reach + 0.5))
    const taken = Math.min(from, Math.trunc(center + reach + 0.5)) - start
    let sum = 0
    for (let k = 0; k < taken; k++) {
      if (k % 4096 === 0 && slice.due()) await slice.next()
      exact[k] = weight((k + start - center + 0.5) * (1 / stretch))
      sum += exact[k]
    }
    first[i] = start
    count[i] = taken
    for (let k = 0; k < taken; k++) {
      const fixed = (sum === 0 ? exact[k] : exact[k] / sum) * (1 << fractionBits)
      weights[i * size + k] = Math.trunc(fixed < 0 ? fixed - 0.5 : fixed + 0.5)
    }
  }
  return { length: to, size, first, count, weights }
}

const half = 1 << (fractionBits - 1)

/** Every row at another width. */
async function resizeRows({ width, height, data }: Picture, to: number, filter: Filter): Promise<Picture> {
  const { size, first, count, weights } = await taps(width, to, filter)
  const out = new Uint8Array(to * height * 3)
  const slice = slices()
  for (let y = 0, at = 0; y < height; y++) {
    if (slice.due()) await slice.next()
    for (let x = 0; x < to; x++, at += 3) {
      const last = x * size + count[x]
      let from = (y * width + first[x]) * 3
      let red = half
      let green = half
      let blue = half
      for (let tap = x * size; tap < last; tap++, from += 3) {
        const weight = weights[tap]
        red += data[from] * weight
        green += data[from + 1] * weight
        blue += data[from + 2] * weight
      }
      out[at] = byteOf(red)
      out[at + 1] = byteOf(green)
      out[at + 2] = byteOf(blue)
    }
  }
  return { width: to, height, data: out }
}

/** Every column at another height, all columns at once. */
async function resizeColumns({ width, height, data }: Picture, to: number, filter: Filter): Promise<Picture> {
  const { size, first, count, weights } = await taps(height, to, filter)
  const line = width * 3
  const out = new Uint8Array(line * to)
  const sums = new Int32Array(line)
  const slice = slices()
  for (let y = 0; y < to; y++) {
    sums.fill(half)
    for (let tap = 0; tap < count[y]; tap++) {
      if (slice.due()) await slice.next()
      const weight = weights[y * size + tap]
      const from = (first[y] + tap) * line
      for (let i = 0; i < line; i++) sums[i] += data[from + i] * weight
    }
    for (let i = 0, at = y * line; i < line; i++) out[at + i] = byteOf(sums[i])
  }
  return { width, height: to, data: out }
}

function byteOf(sum: number): number {
  const value = sum >> fractionBits
  return value < 0 ? 0 : value > 255 ? 255 : value
}

async function nearest(picture: Picture, { width, height }: Size): Promise<Picture> {
  const columns = nearestPositions(picture.width, width)
  const rows = nearestPositions(picture.height, height)
  const out = new Uint8Array(width * height * 3)
  const slice = slices()
  let to = 0
  for (let y = 0; y < height; y++) {
    if (slice.due()) await slice.next()
    for (let x = 0; x < width; x++) {
      const from = (rows[y] * picture.width + columns[x]) * 3
      out[to++] = picture.data[from]
      out[to++] = picture.data[from + 1]
      out[to++] = picture.data[from + 2]
    }
  }
  return { width, height, data: out }
}

function nearestPositions(from: number, to: number): Int32Array {
  const positions = new Int32Array(to)
  const scale = from / to
  // A running sum, not a product: Pillow rounds this way, and at ties the two differ.
  for (let i = 0, position = scale * 0.5; i < to; i++, position += scale)
    positions[i] = Math.min(from - 1, Math.trunc(position))
  return positions
}
