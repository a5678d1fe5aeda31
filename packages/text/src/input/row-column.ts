import { allocate } from "@pami/core/tensor"
import type { Tensor } from "@pami/core"
import type { TokenTensor } from "./token-tensors.ts"

/** One tensor of a batch of rows of tokens. */
export interface RowColumn {
  readonly role: TokenTensor["role"]
  readonly name: string
  /** Writes an element: of the row that starts at `row`, in elements. */
  set(place: number, value: number): void
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
  // A 64-bit integer is made of two of 32, which are written without a bigint for each.
  const [words, step] =
    data instanceof BigInt64Array ? [new Int32Array(data.buffer), 2] : [data as Int32Array | Float32Array, 1]
  const low = step === 2 && isBigEndian ? 1 : 0
  return {
    role,
    name,
    set: (place, value) => {
      words[place * step + low] = value
    },
    tensor: (first, count) => ({
      dtype,
      shape: [count, ...itemShape(length)],
      data: data.subarray(first * length, (first + count) * length) as Tensor["data"],
    }),
  }
}

const isBigEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 0
