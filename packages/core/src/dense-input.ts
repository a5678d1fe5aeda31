import type { Input, Part, Settings } from "./contracts.ts"
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

// Below this many elements a plain loop beats set(subarray): measured break-even, see tools/bench.
const shortRun = 32

/**
 * An input stored as a dense tensor in which unit `u` holds, in each of `planes` blocks, `inner` values side by
 * side. That one description covers pictures in either layout, signals, series, volumes and tokens.
 *
 * Masking is copying: a slot starts as the baseline; preserving a part copies its runs from the original, and
 * the next part first copies the previous runs back. The values the model sees are bit-identical to those given.
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
  const original = encode(dtype, options.original)
  const baseline = encode(dtype, options.baseline)
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
    digest: sha256([original, baseline, ...companions.map(([, { data }]) => data)]),
    settings,
    tensors,
    open(slots) {
      const buffer = repeat(dtype, baseline, slots)
      const constants = companions.map(([, tensor]) => repeat(tensor.dtype, tensor.data, slots))
      const preserved: Part[] = Array.from({ length: slots }, () => new Int32Array(0))
      const copy = (source: TensorData, slot: number, part: Part) => {
        for (let plane = 0; plane < planes; plane++) {
          const from = plane * count * inner
          copyRuns(buffer, source, slot * size + from, from, part, inner)
        }
      }
      return {
        preserve(slot, part) {
          copy(baseline, slot, preserved[slot])
          copy(original, slot, part)
          preserved[slot] = part
        },
        feeds(filled) {
          const feeds: Record<string, Tensor> = {}
          for (const [
            i,
            {
              name,
              dtype,
              shape: [, ...item],
            },
          ] of tensors.entries()) {
            const data = i === 0 ? buffer : constants[i - 1]
            const length = (data.length / slots) * filled
            feeds[name] = { dtype, shape: [filled, ...(item as number[])], data: data.subarray(0, length) }
          }
          return feeds
        },
      }
    },
  }
}

function copyRuns(
  target: TensorData,
  source: TensorData,
  to: number,
  from: number,
  part: Part,
  inner: number,
): void {
  for (let i = 0; i < part.length; i += 2) {
    const start = from + part[i] * inner
    const end = from + part[i + 1] * inner
    const shift = to - from
    if (end - start < shortRun) for (let j = start; j < end; j++) target[j + shift] = source[j]
    // The two arrays are of one type: both were made by `encode` or `allocate` for the same dtype.
    else (target as Float32Array).set((source as Float32Array).subarray(start, end), start + shift)
  }
}

function repeat(dtype: DType, item: TensorData, times: number): TensorData {
  const data = allocate(dtype, item.length * times) as Float32Array
  for (let i = 0; i < times; i++) data.set(item as Float32Array, i * item.length)
  return data
}
