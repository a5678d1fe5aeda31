import type { Finding } from "../contracts/finding.ts"
import type { Input, UnitTransform, Values } from "../contracts/input.ts"
import type { Part } from "../contracts/partition.ts"
import type { Settings } from "../contracts/settings.ts"
import { everything, nothing } from "../partitions/parts.ts"
import { sha256 } from "../numbers/sha256.ts"
import { allocate, decode, encode } from "../tensors/elements.ts"
import { formatShape, namedTensors, sizeOf } from "../tensors/shape.ts"
import type { DType, Tensor, TensorData, Tensors } from "../contracts/tensor.ts"

/** Options of {@link denseInput}. */
export interface DenseInputOptions {
  /** Name of the input of the model. */
  name: string
  /** Element type of the input of the model. Default `float32`. */
  dtype?: DType
  /** Shape of the unit grid: `[H, W]`, `[T]`, `[D, H, W]`. */
  units: readonly number[]
  /** Name of the unit grid. Default `"units"`. */
  grid?: string
  /** Name of each unit: the columns of a table, for instance. Default: none. */
  labels?: readonly string[]
  /** Number of blocks that each hold all units: 3 for NCHW, 1 for NHWC, tokens and series. */
  planes: number
  /** Number of values of one unit side by side: 3 for NHWC, the features of a series, else 1. */
  inner: number
  /** Shape of one item, without the batch axis: `[3, H, W]`. */
  shape: readonly number[]
  /** The input, preprocessed, in the order of `shape`. */
  original: Float32Array
  /** The fully masked input, preprocessed the same way. */
  baseline: Float32Array
  /** Values of the units, for partitioners. Default: those of `original`. */
  values?: () => Values
  /** Other versions of the input, for partitioners that sweep them. Default: none. */
  variants?: readonly DenseVariant[]
  /** Constant feeds of the other inputs of the model, without the batch axis. The digest includes them. */
  others?: Tensors
  /** How the tensors were made, for the manifest. */
  settings?: Settings
  /** The result of `digestInTurns` for these options. Default: computed here, without a turn of the event loop. */
  digest?: string
  /** Findings about preparing the input, such as guesses. Default: none. */
  findings?: readonly Finding[]
}

/** One item and its baseline, in the order of the shape of the input. */
export interface DenseTensors {
  readonly original: Float32Array
  readonly baseline: Float32Array
}

/** A variant of a dense input, of the same shape. Made each time a sweep reaches it. */
export interface DenseVariant {
  /** Name for people: `"shift by 36, 0"`. */
  readonly name: string
  /** How it is made, for the manifest. */
  readonly settings: Settings
  /** Transform from a map of the variant to a map of the input. Default: no unit moved. */
  readonly inverse?: UnitTransform | null
  /** Returns the values of the units, for partitioners. */
  values(): Values
  /** Returns the variant and its baseline, preprocessed, in the order of the shape of the input. */
  make(): DenseTensors | Promise<DenseTensors>
}

/**
 * Returns an input of one dense tensor: `planes` blocks, each with `inner` values side by side for every unit. This covers
 * images in either layout, signals, series, volumes and tokens.
 *
 * Masking is copying: a slot starts as the baseline; preserving a part copies its runs from the original, and the next
 * part first copies the baseline back over them. The model sees exactly the given values, bit by bit. Units of numbers that
 * measure something, floats and bytes, can be mixed with their baseline too; tokens cannot.
 *
 * @throws RangeError if shape, units, planes, inner and data do not fit each other
 *
 * @example
 * // An RGB image of 32 x 32 pixels for a model that takes NCHW, on a black baseline.
 * const input = denseInput({
 *   name: "pixel_values",
 *   units: [32, 32],
 *   planes: 3,
 *   inner: 1,
 *   shape: [3, 32, 32],
 *   original: new Float32Array(3 * 32 * 32).fill(0.5),
 *   baseline: new Float32Array(3 * 32 * 32),
 * })
 */
export function denseInput(options: DenseInputOptions): Input<Tensors> {
  const { name, dtype = "float32", units, planes, inner, shape, grid = "units", labels } = options
  const { variants = [], others = {}, settings = {}, findings = [] } = options
  const count = sizeOf(units)
  const size = sizeOf(shape)
  const expectSize = (what: string, length: number) => {
    if (length !== size)
      throw new RangeError(`${what} has ${length} elements; the shape ${formatShape(shape)} has ${size}`)
  }
  expectSize(
    `a grid of ${units.join("x")} units of ${planes} planes and ${inner} values`,
    count * planes * inner,
  )
  const prepare = ({ original, baseline }: DenseTensors) =>
    [original, baseline].map((data, index) => {
      expectSize(index === 0 ? "the original" : "the baseline", data.length)
      return encode(dtype, data)
    })
  const itself = prepare(options)
  const { values = () => sideBySide(options.original, units, planes, inner) } = options
  const companions = namedTensors(others)
  let spare: TensorData | undefined
  return {
    grids: [{ name: grid, shape: units, start: 0, ...(labels && { labels }) }],
    // The variants follow from the input by their settings.
    digest: options.digest ?? sha256([...itself, ...companions.map(({ data }) => data)]),
    settings: {
      ...settings,
      ...(variants.length > 0 && {
        variants: variants.map((variant) => ({ name: variant.name, ...variant.settings })),
      }),
    },
    findings,
    tensors: [{ name, dtype, shape }, ...companions].map((tensor) => ({
      name: tensor.name,
      dtype: tensor.dtype,
      shape: [null, ...tensor.shape],
    })),
    variants: variants.map((variant) => ({
      name: variant.name,
      ...(variant.inverse && { inverse: { [grid]: variant.inverse } }),
    })),
    values: (_, variant) => (variant === 0 ? values() : variants[variant - 1].values()),
    open(slots) {
      // The originals lie behind the slots, each before its baseline, in the same array: copyWithin then moves a run without
      // making a view of it, which beats set(subarray) and, but for the shortest runs, a loop: see tools/bench. There is
      // room for the input and one variant: sweeps finish one before the next, so that memory stays the same for any number
      // of them.
      const length = (slots + (variants.length === 0 ? 2 : 4)) * size
      const buffer = spare?.length === length ? spare : allocate(dtype, length)
      spare = undefined
      let loaded = 0
      const originalOf = (variant: number) => {
        if (variant !== 0 && variant !== loaded)
          throw new RangeError(`load variant ${variant} before its parts are preserved`)
        return (slots + (variant === 0 ? 0 : 2)) * size
      }
      const keep = ([original, baseline]: readonly TensorData[], variant: number) => {
        loaded = variant
        place(buffer, original, originalOf(variant))
        place(buffer, baseline, originalOf(variant) + size)
      }
      keep(itself, 0)
      for (let slot = 0; slot < slots; slot++) place(buffer, itself[1], slot * size)
      const fed = [
        { name, dtype, shape, data: buffer },
        ...companions.map((tensor) => ({ ...tensor, data: repeat(tensor, slots) })),
      ]
      const preserved: Part[] = Array.from({ length: slots }, () => nothing)
      const shown = new Int32Array(slots)
      const move = (from: number, slot: number, part: Part) => {
        for (let plane = 0; plane < size; plane += count * inner)
          for (let i = 0; i < part.length; i += 2) {
            const start = plane + part[i] * inner
            buffer.copyWithin(slot * size + start, from + start, from + plane + part[i + 1] * inner)
          }
      }
      const valuesAt = (from: number) =>
        decode({ dtype, shape, data: buffer.subarray(from, from + size) as TensorData })
      return {
        async load(variant) {
          if (variant !== 0 && variant !== loaded) keep(prepare(await variants[variant - 1].make()), variant)
        },
        preserve(slot, part, variant = 0) {
          const original = originalOf(variant)
          // Another variant has another baseline: all of it.
          const before = shown[slot] === variant ? spanOf(preserved[slot]) : everything(count)
          move(original + size, slot, before)
          move(original, slot, part)
          preserved[slot] = part
          shown[slot] = variant
        },
        ...(mixable.test(dtype) && {
          blend(slot: number, shares: Float32Array, variant = 0) {
            const original = originalOf(variant)
            const [originals, baselines, mixed] = [original, original + size, slot * size].map(valuesAt)
            mix(mixed, baselines, originals, shares, inner)
            // Elements of float32 and float64 are mixed in their place, others in a copy.
            if (mixed.buffer !== buffer.buffer)
              place(buffer, encode(dtype, mixed as Float32Array), slot * size)
            preserved[slot] = everything(count)
            shown[slot] = variant
          },
        }),
        feeds: (filled, first = 0) =>
          Object.fromEntries(
            fed.map((tensor) => {
              const item = sizeOf(tensor.shape)
              const data = tensor.data.subarray(first * item, (first + filled) * item)
              return [tensor.name, { dtype: tensor.dtype, shape: [filled, ...tensor.shape], data }]
            }),
          ),
        close() {
          if (buffer.byteLength <= mostSpare) spare = buffer
        },
      }
    },
  }
}

// Floats and bytes; integers of other sizes are tokens.
const mixable = /^float|int8$/

// Bytes that an input keeps for its next sweep: the first touch of memory costs more than all copies of a short sweep of a
// small input. Sweeps of larger inputs take so much longer that they do not notice.
const mostSpare = 16 * 1024 ** 2

// Memory far apart is slow to reach, memory in a row is not: one more run costs as much as this many units.
const unitsPerRun = 400

/**
 * Returns the units to mask again after a part: outside the part its slot is masked already, so that the gaps between its
 * runs may be copied too, where that is faster than to copy run by run.
 */
function spanOf(part: Part): Part {
  if (part.length <= 2) return part
  const [start, end] = [part[0], part[part.length - 1]]
  return end - start < (part.length / 2) * unitsPerRun ? Int32Array.of(start, end) : part
}

/** Returns the numbers of each unit side by side, as {@link Values} store them. */
function sideBySide(data: Float32Array, units: readonly number[], planes: number, inner: number): Values {
  const channels = planes * inner
  const count = data.length / channels
  const moved = new Float32Array(data.length)
  for (let plane = 0, from = 0; plane < planes; plane++)
    for (let unit = 0; unit < count; unit++)
      for (let k = 0; k < inner; k++) moved[unit * channels + plane * inner + k] = data[from++]
  return { shape: units, channels, data: moved }
}

/** Mixes each value by the share of its unit. Outside of the writer, so that it stays compiled from input to input. */
function mix(
  mixed: Float32Array | Float64Array,
  baselines: Float32Array | Float64Array,
  originals: Float32Array | Float64Array,
  shares: Float32Array,
  inner: number,
): void {
  for (let plane = 0; plane < mixed.length; plane += shares.length * inner)
    for (let k = 0; k < inner; k++)
      for (let unit = 0, i = plane + k; unit < shares.length; unit++, i += inner)
        mixed[i] = baselines[i] + shares[unit] * (originals[i] - baselines[i])
}

/** Both arrays store the same dtype. */
function place(target: TensorData, source: TensorData, at: number): void {
  ;(target as Float32Array).set(source as Float32Array, at)
}

function repeat({ dtype, data }: Tensor, times: number): TensorData {
  const repeated = allocate(dtype, data.length * times)
  for (let i = 0; i < times; i++) place(repeated, data, i * data.length)
  return repeated
}
