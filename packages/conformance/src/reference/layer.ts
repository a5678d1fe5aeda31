import { PamiError } from "@pami/core"
import type { Config, Value, Weight } from "./types.ts"

/** Makes the function of a layer from its settings and weights. */
export type Layer = (
  config: Config,
  weight: (name: string) => Weight | undefined,
) => (inputs: readonly Value[]) => Value

/** Applies the activation of a layer to its values, in place. */
export function activate(config: Config, value: Value): Value {
  const { activation = "linear" } = config
  const { shape, data } = value
  if (activation === "softmax") softmax(data, shape[shape.length - 1])
  else if (activation !== "linear") {
    const apply = activations[activation]
    if (apply === undefined) throw unsupported(config, `activation ${activation}`)
    for (let i = 0; i < data.length; i++) data[i] = apply(data[i])
  }
  return value
}

const activations: Readonly<Record<string, (x: number) => number>> = {
  relu: (x) => Math.max(0, x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))),
}

/** Replaces each row of `width` numbers by its softmax. */
export function softmax(data: Float64Array, width: number): void {
  for (let from = 0; from < data.length; from += width) {
    const row = data.subarray(from, from + width)
    const highest = row.reduce((a, b) => Math.max(a, b))
    row.forEach((value, i) => (row[i] = Math.exp(value - highest)))
    const sum = row.reduce((a, b) => a + b)
    row.forEach((power, i) => (row[i] = power / sum))
  }
}

/** Returns a weight that the layer cannot do without. */
export function needed(weight: Weight | undefined, { name }: Config, which: string): Weight {
  if (weight === undefined)
    throw new PamiError("MODEL_TRUNCATED", `the ${which} of layer "${name}" is missing`)
  return weight
}

export function demandChannelsLast(config: Config): void {
  const { data_format: format = "channels_last" } = config
  if (format !== "channels_last") throw unsupported(config, `data_format ${format}`)
}

export function unsupported({ name }: Config, what: string): PamiError {
  return new PamiError(
    "MODEL_UNSUPPORTED",
    `layer "${name}" has ${what}, which the reference backend does not support`,
  )
}

/** Returns the number of elements of a shape. */
export function product(shape: readonly number[]): number {
  return shape.reduce((count, length) => count * length, 1)
}
