import type { Model, Tensor } from "@pami/core"
import { random, sha256 } from "@pami/core/tensor"

/** Returns a batch of images of one colour each, `[count, 3, 4, 4]`, values in [0, 1]. */
export function plain(...pixels: readonly (readonly [red: number, green: number, blue: number])[]): Tensor {
  const data = Float32Array.from(pixels.flat().flatMap((value) => Array.from({ length: 16 }, () => value)))
  return { dtype: "float32", shape: [pixels.length, 3, 4, 4], data }
}

/** Returns the exact probabilities of a colour classifier of gain 4. */
export function probabilities(...pixels: readonly (readonly number[])[]): number[] {
  return pixels.flatMap((pixel) => {
    const powers = pixel.map((value) => Math.exp(4 * value))
    const sum = powers.reduce((total, power) => total + power, 0)
    return powers.map((power) => power / sum)
  })
}

/** Returns a batch of images of noise, `[count, 3, size, size]`, values in [-1, 1). */
export function noise(count: number, size: number): Tensor {
  const value = random(7)
  const data = Float32Array.from({ length: count * 3 * size * size }, () => 2 * value() - 1)
  return { dtype: "float32", shape: [count, 3, size, size], data }
}

/** Returns the outputs for all images, in batches of `batch`, one after the other. */
export async function answers(model: Model, pictures: Tensor, batch: number): Promise<Float32Array> {
  const [count, ...item] = pictures.shape
  const length = pictures.data.length / count
  const found: number[] = []
  for (let start = 0; start < count; start += batch) {
    const end = Math.min(count, start + batch)
    const data = pictures.data.subarray(start * length, end * length)
    const outputs = await model.run({ image: { dtype: "float32", shape: [end - start, ...item], data } })
    found.push(...(outputs[model.outputs[0].name].data as Float32Array))
  }
  return Float32Array.from(found)
}

/** Returns the digest of all outputs. */
export async function digestOfAnswers(model: Model, pictures: Tensor, batch: number): Promise<string> {
  return sha256([await answers(model, pictures, batch)])
}
