import { type DType, PamiError, type StringTensor, type Tensor, type Tensors } from "@pami/core"
import { allocate } from "@pami/core/tensor"

/** Feeds, in the order of the model's inputs. */
export type Fed = readonly (Tensor | StringTensor)[]

/**
 * Cuts a batch into batches of exactly `size` items, the last one padded with its last item: a device that compiles for
 * each batch size compiles once, and every item is computed in the same way, whatever the batch.
 *
 * @throws PamiError `SHAPE_MISMATCH` on an empty batch, or inputs with different numbers of items
 */
export function* batches(fed: Fed, size: number): Generator<Fed> {
  const count = fed[0].shape[0]
  const counts = fed.map(({ shape }) => shape[0])
  if (count === 0 || counts.some((other) => other !== count)) {
    const message = `every input must have the same number of items, from 1: got ${counts.join(", ")}`
    throw new PamiError("SHAPE_MISMATCH", message)
  }
  for (let start = 0; start < count; start += size) yield fed.map((tensor) => items(tensor, start, size))
}

function items(tensor: Tensor | StringTensor, start: number, size: number): Tensor | StringTensor {
  const [count, ...item] = tensor.shape
  const shape = [size, ...item]
  const length = tensor.data.length / count
  if (tensor.dtype === "string") {
    const texts = tensor.data.slice(start * length, (start + size) * length)
    const last = texts.slice(texts.length - length)
    while (texts.length < size * length) texts.push(...last)
    return { dtype: "string", shape, data: texts }
  }
  const part = tensor.data.subarray(start * length, (start + size) * length)
  if (part.length === size * length) return { dtype: tensor.dtype, shape, data: part }
  const missing = size - part.length / length
  const last = Array.from({ length: missing }, () => part.subarray(part.length - length))
  return { dtype: tensor.dtype, shape, data: filled(tensor.dtype, size * length, [part, ...last]) }
}

/**
 * Returns the first `count` items of the outputs for {@link batches}.
 *
 * @throws PamiError `MODEL_FAILED` when an output does not have one entry for each item
 */
export function join(results: readonly Tensors[], count: number, size: number): Tensors {
  return Object.fromEntries(
    Object.entries(results[0]).map(
      ([
        name,
        {
          dtype,
          shape: [first, ...item],
        },
      ]) => {
        if (first !== size) {
          const message = `output "${name}" has ${first ?? "no"} entries on axis 0 for a batch of ${size} items: only outputs with one for each item can be returned`
          throw new PamiError("MODEL_FAILED", message)
        }
        const parts = results.map((tensors) => tensors[name].data)
        const length = (parts[0].length / size) * count
        return [name, { dtype, shape: [count, ...item], data: filled(dtype, length, parts) }]
      },
    ),
  )
}

/** Returns the parts one after the other in a new array of `length` elements, cut if they are longer. */
function filled(dtype: DType, length: number, parts: readonly Tensor["data"][]): Tensor["data"] {
  const whole = allocate(dtype, length) as Float32Array
  let end = 0
  for (const part of parts as readonly Float32Array[]) {
    whole.set(part.subarray(0, length - end), end)
    end += Math.min(part.length, length - end)
  }
  return whole
}
