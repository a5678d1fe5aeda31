import type { Tensor } from "@pami/core"
import { allocate } from "@pami/core/tensor"
import type { TokenTensor } from "./token-tensors.ts"

/** One tensor of a batch of rows of tokens. */
export interface RowColumn {
  readonly role: TokenTensor["role"]
  readonly name: string
  /** Writes a row: `count` values from place `start` on, and `rest` elsewhere. */
  write(row: number, values: Int32Array, start: number, count: number, rest: number): void
  /** Returns the tensor of some rows. */
  tensor(first: number, count: number): Tensor
}

/** Returns one tensor of `slots` rows of `length` tokens. */
export function rowColumn(
  { name, dtype, role, itemShape }: TokenTensor,
  slots: number,
  length: number,
): RowColumn {
  const data = allocate(dtype, slots * length)
  // A 64-bit integer is two of 32 bits, written without a bigint for each; its upper half stays 0.
  const isWide = data instanceof BigInt64Array
  const words = isWide ? new Int32Array(data.buffer) : (data as Int32Array | Float32Array)
  const step = isWide ? 2 : 1
  const lower = isWide && isBigEndian ? 1 : 0
  return {
    role,
    name,
    write(row, values, start, count, rest) {
      const first = row * length * step + lower
      for (let place = 0; place < length; place++)
        words[first + place * step] = place < start || place >= start + count ? rest : values[place - start]
    },
    tensor: (first, count) => ({
      dtype,
      shape: [count, ...itemShape(length)],
      data: data.subarray(first * length, (first + count) * length) as Tensor["data"],
    }),
  }
}

const isBigEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 0
