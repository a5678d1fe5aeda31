import type { Model, Tensor } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { scene } from "@pami/zoo"

const seeds = [1, 2, 3]
const [side, channels] = [96, 3]

/** Three scenes as inputs of the zoo's model, `[3, 96, 96, 3]`: bytes to -1 … 1. */
export const scenes: Tensor = {
  dtype: "float32",
  shape: [seeds.length, side, side, channels],
  data: Float32Array.from(
    seeds.flatMap((seed) => [...scene(seed).pixels]),
    (value) => (value / 255 - 0.5) / 0.5,
  ),
}

/** Returns the outputs of a model with one input for all items, in batches of `size`. */
export async function answers(model: Model, batch: Tensor, size: number): Promise<Float32Array> {
  const [[input], [output]] = [model.inputs, model.outputs]
  const [count, ...item] = batch.shape
  const length = sizeOf(item)
  const all: number[] = []
  for (let start = 0; start < count; start += size) {
    const data = batch.data.subarray(start * length, (start + size) * length)
    const shape = [data.length / length, ...item]
    const { [output.name]: given } = await model.run({ [input.name]: { dtype: batch.dtype, shape, data } })
    all.push(...(given.data as Float32Array))
  }
  return Float32Array.from(all)
}

/** Returns the probabilities `[N, 13]` of the logits `[N, 13]`, row after row. */
export function softmax(logits: Float32Array): number[] {
  return Array.from({ length: logits.length / classes }, (_, row) => {
    const powers = Array.from(logits.subarray(row * classes, (row + 1) * classes), Math.exp)
    const sum = powers.reduce((total, power) => total + power, 0)
    return powers.map((power) => power / sum)
  }).flat()
}

const classes = 13

/**
 * Probabilities of the three scenes, `[3, 13]`: onnxruntime-node 1.30 on the zoo's ONNX file, which has the same
 * weights, softmax taken in float64, to seven digits.
 */
// oxfmt-ignore
export const expected = [
  0.6661586, 0.001410825, 0.0005097109, 0.001533737, 0.00108171, 0.002282002, 0.3078144, 0.0002135924, 0.01344377, 0.002581485, 0.001711693, 0.0005862892, 0.0006722637,
  0.0001166607, 0.001017996, 0.001618451, 0.4755806, 0.3435496, 0.0005183468, 0.0004107785, 0.1708083, 0.001498646, 0.0005708115, 0.001197054, 0.003112427, 3.368176e-7,
  0.4049023, 0.217222, 0.000368909, 0.000796888, 0.001946617, 0.0005452267, 0.3691501, 0.001200279, 0.001817235, 0.000284719, 0.0008959456, 0.0008665247, 0.00000321857,
]

/** Returns the largest difference between two lists of numbers; NaN if their lengths differ. */
export function largestDifference(these: readonly number[], those: readonly number[]): number {
  if (these.length !== those.length) return NaN
  return Math.max(...these.map((value, index) => Math.abs(value - those[index])))
}
