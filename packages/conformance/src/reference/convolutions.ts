import { convolve } from "./convolve.ts"
import { activate, demandChannelsLast, type Layer, needed, product, unsupported } from "./layer.ts"
import type { Config, Value, Weight } from "./types.ts"

/** Convolutions and what goes with them, by name of their class in Keras. */
export const convolutions: Readonly<Record<string, Layer>> = {
  /** An image of width 1. */
  Conv1D(config, weight) {
    const { kernel, strides, same } = settings(config, weight)
    const [taps, channels, filters] = kernel.shape
    const tall = { shape: [taps, 1, channels, filters], data: kernel.data }
    return ([{ shape, data }]) => {
      const image = { shape: [shape[0], shape[1], 1, shape[2]], data }
      const result = convolve(image, tall, weight("bias")?.data, [strides[0], 1], same)
      return activate(config, { shape: [shape[0], result.shape[1], filters], data: result.data })
    }
  },

  Conv2D(config, weight) {
    const { kernel, strides, same } = settings(config, weight)
    return ([input]) => activate(config, convolve(input, kernel, weight("bias")?.data, strides, same))
  },

  /** The sum over the slices of the kernel, each a convolution of images. */
  Conv3D(config, weight) {
    const { kernel, strides, same } = settings(config, weight)
    const [slices, rows, columns, channels, filters] = kernel.shape
    if (!same) throw unsupported(config, "padding valid")
    return ([{ shape, data }]) => {
      const [count, depth, height, width] = shape
      const outDepth = Math.ceil(depth / strides[0])
      const before = Math.floor(Math.max(0, (outDepth - 1) * strides[0] + slices - depth) / 2)
      const slice = height * width * channels
      let sum: Value | undefined
      for (let k = 0; k < slices; k++) {
        const images = new Float64Array(count * outDepth * slice)
        for (let item = 0; item < count; item++)
          for (let z = 0; z < outDepth; z++) {
            const from = z * strides[0] - before + k
            if (from < 0 || from >= depth) continue
            const start = (item * depth + from) * slice
            images.set(data.subarray(start, start + slice), (item * outDepth + z) * slice)
          }
        const size = rows * columns * channels * filters
        const part = {
          shape: [rows, columns, channels, filters],
          data: kernel.data.subarray(k * size, (k + 1) * size),
        }
        const bias = k === 0 ? weight("bias")?.data : undefined
        const image = { shape: [count * outDepth, height, width, channels], data: images }
        const result = convolve(image, part, bias, strides.slice(1), same)
        if (sum === undefined) sum = result
        else for (let i = 0; i < result.data.length; i++) sum.data[i] += result.data[i]
      }
      const [, outHeight, outWidth] = sum!.shape
      return activate(config, { shape: [count, outDepth, outHeight, outWidth, filters], data: sum!.data })
    }
  },

  /** A convolution whose kernel is zero between different channels. */
  DepthwiseConv2D(config, weight) {
    const { strides, same } = settings(config, () => weight("depthwise_kernel"))
    const own = needed(weight("depthwise_kernel"), config, "depthwise_kernel")
    const [rows, columns, channels, multiplier] = own.shape
    if (multiplier !== 1) throw unsupported(config, `depth_multiplier ${multiplier}`)
    const data = new Float32Array(rows * columns * channels * channels)
    own.data.forEach((value, i) => (data[i * channels + (i % channels)] = value))
    const kernel = { shape: [rows, columns, channels, channels], data }
    return ([input]) => activate(config, convolve(input, kernel, weight("bias")?.data, strides, same))
  },

  GlobalMaxPooling1D: () => pool(Math.max, -Infinity),
  GlobalAveragePooling1D: () => average,

  GlobalMaxPooling2D(config) {
    demandChannelsLast(config)
    return pool(Math.max, -Infinity)
  },

  GlobalAveragePooling2D(config) {
    demandChannelsLast(config)
    return average
  },

  /** Pixel i of the result lies at i / size of the input: repeated, or between two pixels. */
  UpSampling2D(config) {
    demandChannelsLast(config)
    const [down, right] = config.size ?? [2, 2]
    const bilinear = config.interpolation === "bilinear"
    return ([{ shape, data }]) => {
      const [count, height, width, channels] = shape
      const result = new Float64Array(data.length * down * right)
      let to = 0
      for (let item = 0; item < count; item++)
        for (let y = 0; y < height * down; y++)
          for (let x = 0; x < width * right; x++)
            for (let channel = 0; channel < channels; channel++, to++) {
              const at = (row: number, column: number) =>
                data[
                  ((item * height + Math.min(height - 1, row)) * width + Math.min(width - 1, column)) *
                    channels +
                    channel
                ]
              const [row, column] = [Math.floor(y / down), Math.floor(x / right)]
              const [v, u] = bilinear ? [y / down - row, x / right - column] : [0, 0]
              const above = at(row, column) * (1 - u) + at(row, column + 1) * u
              result[to] =
                v === 0
                  ? above
                  : above * (1 - v) + (at(row + 1, column) * (1 - u) + at(row + 1, column + 1) * u) * v
            }
      return { shape: [count, height * down, width * right, channels], data: result }
    }
  },
}

function settings(config: Config, weight: (name: string) => Weight | undefined) {
  const kernel = needed(weight("kernel"), config, "kernel")
  const { strides = [1, 1, 1], padding = "valid", dilation_rate: dilation = [1] } = config
  demandChannelsLast(config)
  if (dilation.some((rate) => rate !== 1)) throw unsupported(config, `dilation_rate ${dilation.join(", ")}`)
  if (padding !== "same" && padding !== "valid") throw unsupported(config, `padding ${padding}`)
  return { kernel, strides, same: padding === "same" }
}

/** Joins all positions of each channel. */
const pool =
  (join: (a: number, b: number) => number, start: number) =>
  ([{ shape, data }]: readonly Value[]): Value => {
    const [count, channels] = [shape[0], shape[shape.length - 1]]
    const positions = product(shape.slice(1, -1))
    const result = new Float64Array(count * channels).fill(start)
    for (let i = 0; i < data.length; i++) {
      const to = Math.floor(i / (positions * channels)) * channels + (i % channels)
      result[to] = join(result[to], data[i])
    }
    return { shape: [count, channels], data: result }
  }

function average(inputs: readonly Value[]): Value {
  const positions = product(inputs[0].shape.slice(1, -1))
  const { shape, data } = pool((a, b) => a + b, 0)(inputs)
  return { shape, data: data.map((sum) => sum / positions) }
}
