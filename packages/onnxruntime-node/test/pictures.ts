import type { Tensor } from "@pami/core"
import { random } from "@pami/core/tensor"

/** Returns a batch of images of one colour each, `[count, 3, 4, 4]`, values in [0, 1]. */
export function plain(...pixels: readonly (readonly [red: number, green: number, blue: number])[]): Tensor {
  const data = Float32Array.from(pixels.flat().flatMap((value) => Array.from({ length: 16 }, () => value)))
  return { dtype: "float32", shape: [pixels.length, 3, 4, 4], data }
}

/** Returns a batch of images of noise, `[count, 3, size, size]`, values in [-1, 1). */
export function noise(count: number, size: number): Tensor {
  const value = random(7)
  const data = Float32Array.from({ length: count * 3 * size * size }, () => 2 * value() - 1)
  return { dtype: "float32", shape: [count, 3, size, size], data }
}

/** Returns a view of the items `[start, end)` of a batch. */
export function items({ dtype, shape, data }: Tensor, start: number, end: number): Tensor {
  const length = data.length / shape[0]
  const view = data.subarray(start * length, end * length)
  return { dtype, shape: [end - start, ...shape.slice(1)], data: view }
}

/** Returns the exact probabilities of a colour classifier of gain 4. */
export function probabilities(...pixels: readonly (readonly number[])[]): number[] {
  return pixels.flatMap((pixel) => {
    const powers = pixel.map((value) => Math.exp(4 * value))
    const sum = powers.reduce((total, power) => total + power, 0)
    return powers.map((power) => power / sum)
  })
}

/** Returns whether every number is within 1e-6 of the expected one. */
export function close(tensor: Tensor, expected: readonly number[]): boolean {
  const numbers = Array.from(tensor.data, Number)
  return (
    numbers.length === expected.length &&
    numbers.every((value, index) => Math.abs(value - expected[index]) < 1e-6)
  )
}
