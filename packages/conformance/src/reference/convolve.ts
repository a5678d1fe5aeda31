import type { Value, Weight } from "./types.ts"

/**
 * Convolves images `[N, height, width, channels]` with a kernel `[rows, columns, channels, filters]`.
 *
 * @param same pads with zeros so that the size of the output is that of the input over the stride, as TensorFlow's
 *   `same`: an odd number of zeros has one more at the end
 */
export function convolve(
  { shape, data }: Value,
  kernel: Weight,
  bias: Float32Array | undefined,
  strides: readonly number[],
  same: boolean,
): Value {
  const [count, height, width, channels] = shape
  const [rows, columns, , filters] = kernel.shape
  const [down, right] = strides
  const [outHeight, above] = extent(height, rows, down, same)
  const [outWidth, before] = extent(width, columns, right, same)
  const weights = Float64Array.from(kernel.data)
  const result = new Float64Array(count * outHeight * outWidth * filters)
  for (let item = 0, to = 0; item < count; item++)
    for (let y = 0; y < outHeight; y++)
      for (let x = 0; x < outWidth; x++, to += filters) {
        if (bias !== undefined) result.set(bias, to)
        for (let row = 0; row < rows; row++) {
          const fromY = y * down - above + row
          if (fromY < 0 || fromY >= height) continue
          for (let column = 0; column < columns; column++) {
            const fromX = x * right - before + column
            if (fromX < 0 || fromX >= width) continue
            const from = ((item * height + fromY) * width + fromX) * channels
            const tap = (row * columns + column) * channels * filters
            for (let channel = 0; channel < channels; channel++) {
              const value = data[from + channel]
              // About half of the outputs of ReLU are 0.
              if (value === 0) continue
              const weight = tap + channel * filters
              for (let filter = 0; filter < filters; filter++)
                result[to + filter] += value * weights[weight + filter]
            }
          }
        }
      }
  return { shape: [count, outHeight, outWidth, filters], data: result }
}

/** Returns the length of the output on one axis, and the number of zeros before the input. */
function extent(
  length: number,
  taps: number,
  stride: number,
  same: boolean,
): [length: number, before: number] {
  if (!same) return [Math.floor((length - taps) / stride) + 1, 0]
  const out = Math.ceil(length / stride)
  return [out, Math.floor(Math.max(0, (out - 1) * stride + taps - length) / 2)]
}
