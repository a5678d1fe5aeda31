import type { DType, Finding, Input, Settings, Tensor, TensorData, Tensors, Values } from "@pami/core"
import { allocate, encode, sha256, sizeOf } from "@pami/core/tensor"
import { repeated } from "../tensors.ts"

/** Options of {@link renderedInput}. */
export interface RenderedInputOptions {
  readonly name: string
  readonly dtype: DType
  /** Shape of one item, without the batch axis. */
  readonly shape: readonly number[]
  /** Name and shape of the unit grid. */
  readonly grid: string
  readonly units: readonly number[]
  readonly original: Float32Array
  readonly baseline: Float32Array
  /** Writes the item of which each unit is preserved by its share, from 0 to 1. */
  render(shares: Float32Array, item: Float32Array): void
  values(): Values
  readonly others?: Tensors
  readonly settings: Settings
  readonly findings: readonly Finding[]
}

/**
 * Returns an input whose items are computed from the shares of the units: for units whose numbers do not lie side by side,
 * or overlap, as time-frequency patches do. Slower than `denseInput`, which copies.
 */
export function renderedInput(options: RenderedInputOptions): Input<Tensors> {
  const { name, dtype, shape, grid, units, original, baseline, render } = options
  const { others = {}, settings, findings } = options
  const size = sizeOf(shape)
  const count = sizeOf(units)
  const companions = Object.entries(others)
  return {
    grids: [{ name: grid, shape: units, start: 0 }],
    digest: sha256([
      encode(dtype, original),
      encode(dtype, baseline),
      ...companions.map(([, { data }]) => data),
    ]),
    settings,
    findings,
    tensors: [
      { name, dtype, shape: [null, ...shape] },
      ...companions.map(([other, tensor]) => ({
        name: other,
        dtype: tensor.dtype,
        shape: [null, ...tensor.shape],
      })),
    ],
    values: () => options.values(),
    open(slots) {
      const buffer = allocate(dtype, slots * size) as Float32Array
      const item = new Float32Array(size)
      const shares = new Float32Array(count)
      const fixed = companions.map(([other, tensor]) => [other, repeated(tensor, slots)] as const)
      const write = (slot: number, values: Float32Array) =>
        buffer.set(encode(dtype, values) as Float32Array, slot * size)
      for (let slot = 0; slot < slots; slot++) write(slot, baseline)
      const show = (slot: number, given: Float32Array) => {
        render(given, item)
        write(slot, item)
      }
      return {
        preserve(slot, part) {
          shares.fill(0)
          for (let i = 0; i < part.length; i += 2) shares.fill(1, part[i], part[i + 1])
          show(slot, shares)
        },
        blend: (slot, given) => show(slot, given),
        feeds(filled, first = 0) {
          const batch = { dtype, shape: [slots, ...shape], data: buffer }
          return Object.fromEntries(
            [[name, batch] as const, ...fixed].map(([one, tensor]) => [one, itemsOf(tensor, first, filled)]),
          )
        },
        close() {},
      }
    },
  }
}

/** Returns `count` items of a batch from `first`, without a copy. */
function itemsOf({ dtype, shape: [, ...shape], data }: Tensor, first: number, count: number): Tensor {
  const size = sizeOf(shape)
  return {
    dtype,
    shape: [count, ...shape],
    data: data.subarray(first * size, (first + count) * size) as TensorData,
  }
}
