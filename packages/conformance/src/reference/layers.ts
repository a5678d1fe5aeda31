import { convolutions } from "./convolutions.ts"
import { activate, type Layer, needed, product, unsupported } from "./layer.ts"
import { shapes } from "./shapes.ts"
import type { Value } from "./types.ts"

/** The layers, by name of their class in Keras. */
export const layers: Readonly<Record<string, Layer>> = {
  ...convolutions,
  ...shapes,

  Dense(config, weight) {
    const kernel = needed(weight("kernel"), config, "kernel")
    const bias = weight("bias")?.data
    const [width, units] = kernel.shape
    return ([{ shape, data }]) => {
      const rows = data.length / width
      const result = new Float64Array(rows * units)
      for (let row = 0; row < rows; row++)
        for (let unit = 0; unit < units; unit++) {
          let sum = bias?.[unit] ?? 0
          for (let i = 0; i < width; i++) sum += data[row * width + i] * kernel.data[i * units + unit]
          result[row * units + unit] = sum
        }
      return activate(config, { shape: [...shape.slice(0, -1), units], data: result })
    }
  },

  Activation: (config) => {
    return ([{ shape, data }]) => activate(config, { shape, data: data.slice() })
  },

  Embedding(config, weight) {
    const { shape: table, data: rows } = needed(weight("embeddings"), config, "embeddings")
    const width = table[1]
    return ([{ shape, data }]) => {
      const result = new Float64Array(data.length * width)
      data.forEach((id, i) => {
        // The row of a number is that of its integer.
        const from = Math.trunc(id) * width
        result.set(rows.subarray(from, from + width), i * width)
      })
      return { shape: [...shape, width], data: result }
    }
  },

  Add: elementwise((a, b) => a + b),
  Multiply: elementwise((a, b) => a * b),
  Minimum: elementwise(Math.min),

  /** The product of two matrices for each item, over an axis of each: attention. */
  Dot(config) {
    const [first, second] = (config.axes ?? []) as readonly number[]
    if (first !== 2 || config.normalize === true) throw unsupported(config, `axes ${first}, ${second}`)
    return ([a, b]) => {
      const [count, rows, inner] = a.shape
      const columns = b.shape[second === 1 ? 2 : 1]
      const [step, next] = second === 1 ? [columns, 1] : [1, inner]
      const result = new Float64Array(count * rows * columns)
      for (let item = 0, to = 0; item < count; item++)
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < columns; column++, to++) {
            const [left, right] = [(item * rows + row) * inner, item * inner * columns + column * next]
            for (let k = 0; k < inner; k++) result[to] += a.data[left + k] * b.data[right + k * step]
          }
      return { shape: [count, rows, columns], data: result }
    }
  },

  /** Normalizes each row of the last axis. */
  LayerNormalization(config, weight) {
    const [gamma, beta] = ["gamma", "beta"].map((name) => needed(weight(name), config, name).data)
    const { epsilon = 1e-3 } = config
    return ([{ shape, data }]) => {
      const width = gamma.length
      if (shape[shape.length - 1] !== width) throw unsupported(config, "another axis than the last")
      const result = new Float64Array(data.length)
      for (let from = 0; from < data.length; from += width) {
        const row = data.subarray(from, from + width)
        const mean = row.reduce((a, b) => a + b) / width
        const variance = row.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / width
        row.forEach((value, i) => {
          result[from + i] = ((value - mean) / Math.sqrt(variance + epsilon)) * gamma[i] + beta[i]
        })
      }
      return { shape, data: result }
    }
  },

  /** A factor and an offset for each channel: the mean and the variance are those of the training. */
  BatchNormalization(config, weight) {
    const [mean, variance] = ["moving_mean", "moving_variance"].map(
      (name) => needed(weight(name), config, name).data,
    )
    const { epsilon = 1e-3 } = config
    const [gamma, beta] = [weight("gamma")?.data, weight("beta")?.data]
    return ([{ shape, data }]) => ({
      shape,
      data: data.map((value, i) => {
        const channel = i % mean.length
        const normal = (value - mean[channel]) / Math.sqrt(variance[channel] + epsilon)
        return normal * (gamma?.[channel] ?? 1) + (beta?.[channel] ?? 0)
      }),
    })
  },
}

/** Returns a layer that combines inputs number by number. An axis of length 1 stands for every length of another input. */
function elementwise(combine: (a: number, b: number) => number): Layer {
  return () => (inputs) => inputs.reduce((a, b) => combined(a, b, combine))
}

function combined(a: Value, b: Value, combine: (a: number, b: number) => number): Value {
  const shape = a.shape.map((length, axis) => Math.max(length, b.shape[axis]))
  const data = Float64Array.from({ length: product(shape) }, (_, place) =>
    combine(a.data[sourceOf(place, shape, a.shape)], b.data[sourceOf(place, shape, b.shape)]),
  )
  return { shape, data }
}

/** Returns the place in a tensor of `own` shape that stands for a place of `shape`. */
function sourceOf(place: number, shape: readonly number[], own: readonly number[]): number {
  let [source, stride] = [0, 1]
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (own[axis] > 1) source += (place % shape[axis]) * stride
    stride *= own[axis]
    place = Math.floor(place / shape[axis])
  }
  return source
}
