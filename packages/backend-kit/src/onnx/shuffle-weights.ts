import { random } from "@pami/core/tensor"
import { arrayBytes, type Bytes, type Field, fieldsOf, integer, messagesOf } from "./protobuf.ts"
import { inAttribute, inGraph, inModel, inNode, inTensor } from "./schema.ts"

// Bytes of an element, by the number of its type: float, half, double and bfloat.
const widths: Readonly<Record<number, number>> = { 1: 4, 10: 2, 11: 8, 16: 2 }

// Smaller tensors may be settings, such as the scales of a resize.
const smallest = 16

/**
 * Returns an ONNX model whose weights are shuffled: the elements of every tensor of floats with at least 16 of them, in the
 * file itself, so that all else is the same. The model keeps the range of its activations and loses its training, as for the
 * sanity check of explanations (Adebayo et al., 2018, section 3).
 *
 * @param seed any integer: the same seed gives the same bytes
 * @throws RangeError for a model without weights, as if they were in other files
 */
export function shuffleWeights(model: Uint8Array, seed: number): Uint8Array {
  const array = model.slice()
  const bytes = arrayBytes(array)
  const whole: Field = { number: 0, wireType: 2, start: 0, end: array.length }
  const next = random(seed)
  let tensors = 0
  const all = [
    ...insideOf(bytes, whole, [inModel.graph, inGraph.initializer]),
    ...insideOf(bytes, whole, [inModel.graph, inGraph.node, inNode.attribute, inAttribute.tensor]),
  ]
  for (const { data, width } of all.flatMap((tensor) => weightsOf(bytes, tensor)))
    if (data.length / width >= smallest) {
      shuffle(data, width, next)
      tensors++
    }
  if (tensors === 0)
    throw new RangeError("the model has no weights in its file: load those of other files first")
  return array
}

/** Returns the messages on a path of field numbers inside a message. */
function insideOf(bytes: Bytes, message: Field, [first, ...rest]: readonly number[]): Field[] {
  if (first === undefined) return [message]
  return [...messagesOf(bytes, message, first)].flatMap((inner) => insideOf(bytes, inner, rest))
}

/** Returns views of the numbers of a tensor, empty unless they are floats. */
function weightsOf(bytes: Bytes, tensor: Field): { readonly data: Uint8Array; readonly width: number }[] {
  const fields = [...fieldsOf(bytes, tensor)]
  const type = fields.find(({ number }) => number === inTensor.dataType)
  const width = type === undefined ? undefined : widths[integer(bytes, type)]
  if (width === undefined) return []
  return fields
    .filter(
      ({ number, wireType }) => wireType === 2 && (number === inTensor.rawData || number === inTensor.floats),
    )
    .map(({ number, start, end }) => ({
      data: bytes.read(start, end - start),
      width: number === inTensor.floats ? 4 : width,
    }))
}

/** Shuffles elements of `width` bytes in place (Fisher and Yates). */
function shuffle(bytes: Uint8Array, width: number, next: () => number): void {
  const element = new Uint8Array(width)
  for (let last = bytes.length / width - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1)) * width
    element.set(bytes.subarray(other, other + width))
    bytes.copyWithin(other, last * width, (last + 1) * width)
    bytes.set(element, last * width)
  }
}
