import { random } from "@pami/core/tensor"
import protobuf from "protobufjs/light.js"

// Fields of the ONNX schema (onnx.proto) on the way to the weights.
const graphOfModel = 7
const nodesOfGraph = 1
const initializersOfGraph = 5
const attributesOfNode = 5
const tensorOfAttribute = 5
const [dataType, floatData, rawData] = [2, 4, 9]

// Bytes of an element, by the number of its type: float, half, double and bfloat.
const widths: Readonly<Record<number, number>> = { 1: 4, 10: 2, 11: 8, 16: 2 }

// Smaller tensors may be settings, such as the scales of a resize.
const smallest = 16

/**
 * Returns an ONNX model whose weights are shuffled: the elements of every tensor of floats with at least 16 of them, in the
 * file itself, so that all else is the same. The model keeps the range of its activations and loses what it learnt.
 *
 * @param seed any integer: the same seed gives the same bytes
 * @throws RangeError for a model without weights, as if they are in other files
 *
 * @example
 * const shuffled = shuffleWeights(await readFile("squeezenet.onnx"), 1)
 */
export function shuffleWeights(model: Uint8Array, seed: number): Uint8Array {
  const bytes = model.slice()
  const next = random(seed)
  let tensors = 0
  const visitTensor = (tensor: Uint8Array) => {
    let width = 0
    for (const { number, value } of fields(tensor))
      if (number === dataType) width = widths[value as number] ?? 0
    for (const { number, value } of fields(tensor)) {
      if (!(value instanceof Uint8Array) || width === 0) continue
      if ((number !== rawData && number !== floatData) || value.length / width < smallest) continue
      shuffle(value, number === floatData ? 4 : width, next)
      tensors++
    }
  }
  const visit = (message: Uint8Array, path: readonly number[]) => {
    for (const { number, value } of fields(message)) {
      if (number !== path[0] || !(value instanceof Uint8Array)) continue
      if (path.length === 1) visitTensor(value)
      else visit(value, path.slice(1))
    }
  }
  visit(bytes, [graphOfModel, initializersOfGraph])
  visit(bytes, [graphOfModel, nodesOfGraph, attributesOfNode, tensorOfAttribute])
  if (tensors === 0)
    throw new RangeError("the model has no weights in its file: load those of other files first")
  return bytes
}

/** Yields the fields of a message: a number, or a view of the bytes. */
function* fields(
  message: Uint8Array,
): Generator<{ readonly number: number; readonly value: number | Uint8Array }> {
  const reader = protobuf.Reader.create(message)
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    const [number, wire] = [tag >>> 3, tag & 7]
    if (wire === 0) yield { number, value: reader.uint32() }
    else if (wire === 2) {
      const length = reader.uint32()
      const start = reader.pos
      reader.skip(length)
      yield { number, value: message.subarray(start, start + length) }
    } else reader.skipType(wire)
  }
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
