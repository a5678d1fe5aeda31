import { PamiError } from "@pami/core"
import { convolve } from "./convolve.ts"
import type { Config, Value, Weight } from "./types.ts"

type Layer = (
  config: Config,
  weight: (name: string) => Weight | undefined,
) => (inputs: readonly Value[]) => Value

/** The layers, by name of their class in Keras. */
export const layers: Readonly<Record<string, Layer>> = {
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

  Conv2D(config, weight) {
    const kernel = needed(weight("kernel"), config, "kernel")
    const { strides = [1, 1], padding = "valid", dilation_rate: dilation = [1, 1] } = config
    demandChannelsLast(config)
    if (dilation.some((rate) => rate !== 1)) throw unsupported(config, `dilation_rate ${dilation.join(", ")}`)
    const same = padding === "same"
    if (!same && padding !== "valid") throw unsupported(config, `padding ${padding}`)
    return ([input]) => activate(config, convolve(input, kernel, weight("bias")?.data, strides, same))
  },

  GlobalMaxPooling2D(config) {
    demandChannelsLast(config)
    return ([{ shape, data }]) => {
      const [count, height, width, channels] = shape
      const result = new Float64Array(count * channels).fill(-Infinity)
      for (let i = 0; i < data.length; i++) {
        const to = Math.floor(i / (height * width * channels)) * channels + (i % channels)
        result[to] = Math.max(result[to], data[i])
      }
      return { shape: [count, channels], data: result }
    }
  },

  Embedding(config, weight) {
    const { shape: table, data: rows } = needed(weight("embeddings"), config, "embeddings")
    const width = table[1]
    return ([{ shape, data }]) => {
      const result = new Float64Array(data.length * width)
      data.forEach((id, i) => result.set(rows.subarray(id * width, (id + 1) * width), i * width))
      return { shape: [...shape, width], data: result }
    }
  },

  Add: () => (inputs) => ({
    shape: inputs[0].shape,
    data: inputs[0].data.map((_, i) => inputs.reduce((sum, { data }) => sum + data[i], 0)),
  }),
}

function activate(config: Config, value: Value): Value {
  const { activation = "linear" } = config
  const { shape, data } = value
  if (activation === "relu") for (let i = 0; i < data.length; i++) data[i] = Math.max(0, data[i])
  else if (activation === "softmax") softmax(data, shape[shape.length - 1])
  else if (activation !== "linear") throw unsupported(config, `activation ${activation}`)
  return value
}

/** Replaces each row of `width` numbers by its softmax. */
function softmax(data: Float64Array, width: number): void {
  for (let from = 0; from < data.length; from += width) {
    const row = data.subarray(from, from + width)
    const highest = row.reduce((a, b) => Math.max(a, b))
    row.forEach((value, i) => (row[i] = Math.exp(value - highest)))
    const sum = row.reduce((a, b) => a + b)
    row.forEach((power, i) => (row[i] = power / sum))
  }
}

function needed(weight: Weight | undefined, { name }: Config, which: string): Weight {
  if (weight === undefined)
    throw new PamiError("MODEL_TRUNCATED", `the ${which} of layer "${name}" is missing`)
  return weight
}

function demandChannelsLast(config: Config): void {
  const { data_format: format = "channels_last" } = config
  if (format !== "channels_last") throw unsupported(config, `data_format ${format}`)
}

function unsupported({ name }: Config, what: string): PamiError {
  return new PamiError(
    "MODEL_UNSUPPORTED",
    `layer "${name}" has ${what}, which the reference backend does not support`,
  )
}
