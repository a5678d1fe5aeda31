import type { Input, Part, Settings } from "./contracts.ts"
import { nothing } from "./parts.ts"
import { sha256 } from "./sha256.ts"
import { allocate, encode, formatShape, sizeOf } from "./tensor.ts"
import type { DType, Tensor, TensorData, TensorInfo, Tensors } from "./tensor.ts"

/** Options of {@link denseInput}. */
export interface DenseInputOptions {
  /** Name of the model's input that is explained. */
  name: string
  /** Element type that the model wants. Default `float32`. */
  dtype?: DType
  /** Shape of the unit grid: `[H, W]`, `[T]`, `[D, H, W]`. */
  units: readonly number[]
  /** Blocks that each hold a value for every unit: 3 for NCHW, 1 for NHWC, tokens and series. */
  planes: number
  /** Values of one unit that lie side by side: 3 for NHWC, the features of a series, else 1. */
  inner: number
  /** Shape of one item, without the batch axis: `[3, H, W]`. */
  shape: readonly number[]
  /** The input, preprocessed, in the order of `shape`. */
  original: Float32Array
  /** The fully masked input, preprocessed alike. */
  baseline: Float32Array
  /** What the model's other inputs are fed for every item, without the batch axis; their digest counts too. */
  others?: Tensors
  /** How the tensors were made, for the manifest. */
  settings?: Settings
}

/**
 * An input stored as a dense tensor in which unit `u` holds, in each of `planes` blocks, `inner` values side by
 * side. That one description covers pictures in either layout, signals, series, volumes and tokens.
 *
 * Masking is copying: a slot starts as the baseline; preserving a part copies its runs from the original, and
 * the next part first copies the baseline back over them. The values the model sees are bit-identical to those given.
 *
 * @throws RangeError when shape, units, planes, inner and data do not fit each other
 */
export function denseInput(options: DenseInputOptions): Input {
  const { name, dtype = "float32", units, planes, inner, shape, others = {}, settings = {} } = options
  const count = sizeOf(units)
  const size = sizeOf(shape)
  if (count * planes * inner !== size)
    throw new RangeError(
      `${units.join("x")} units of ${planes} planes and ${inner} values make ${count * planes * inner} elements; the shape ${formatShape(shape)} has ${size}`,
    )
  for (const [what, data] of [
    ["original", options.original],
    ["baseline", options.baseline],
  ] as const)
    if (data.length !== size)
      throw new RangeError(
        `the ${what} has ${data.length} elements; its shape ${formatShape(shape)} has ${size}`,
      )
  const seen = encode(dtype, options.original)
  const masked = encode(dtype, options.baseline)
  const companions = Object.entries(others)
  const tensors: TensorInfo[] = [
    { name, dtype, shape: [null, ...shape] },
    ...companions.map(([other, tensor]) => ({
      name: other,
      dtype: tensor.dtype,
      shape: [null, ...tensor.shape],
    })),
  ]
  return {
    units,
    digest: sha256([seen, masked, ...companions.map(([, { data }]) => data)]),
    settings,
    tensors,
    open(slots) {
      // The originals lie behind the slots, in the same array: copyWithin then moves a run without making a view of it,
      // which beats set(subarray) and, but for the shortest runs, a loop: see tools/bench.
      const [original, baseline] = [slots * size, (slots + 1) * size]
      const buffer = allocate(dtype, (slots + 2) * size)
      for (let slot = 0; slot < slots; slot++) place(buffer, masked, slot * size)
      place(buffer, seen, original)
      place(buffer, masked, baseline)
      const constants = companions.map(([, tensor]) => repeat(tensor, slots))
      const preserved: Part[] = Array.from({ length: slots }, () => nothing)
      const copy = (from: number, slot: number, part: Part) => {
        for (let plane = 0; plane < planes; plane++) {
          const source = from + plane * count * inner
          const target = slot * size + plane * count * inner
          for (let i = 0; i < part.length; i += 2) {
            const start = part[i] * inner
            buffer.copyWithin(target + start, source + start, source + part[i + 1] * inner)
          }
        }
      }
      return {
        preserve(slot, part) {
          copy(baseline, slot, spanOf(preserved[slot]))
          copy(original, slot, part)
          preserved[slot] = part
        },
        feeds(filled) {
          const feeds: Record<string, Tensor> = {}
          for (const [i, { name, dtype, shape }] of tensors.entries()) {
            const item = shape.slice(1) as number[]
            const data = (i === 0 ? buffer : constants[i - 1]).subarray(0, filled * sizeOf(item))
            feeds[name] = { dtype, shape: [filled, ...item], data }
          }
          return feeds
        },
      }
    },
  }
}

// Memory far apart is slow to reach, memory in a row is not: one more run costs as much as this many units.
const unitsPerRun = 400

/**
 * What to mask again so that a part is masked: outside the part its slot is masked already, so that the gaps between
 * its runs may be copied too where that is faster than to copy run by run.
 */
function spanOf(part: Part): Part {
  if (part.length <= 2) return part
  const [start, end] = [part[0], part[part.length - 1]]
  return end - start < (part.length / 2) * unitsPerRun ? Int32Array.of(start, end) : part
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
