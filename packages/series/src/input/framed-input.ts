import {
  denseInput,
  type Finding,
  type Input,
  type Settings,
  type TensorInfo,
  type Tensors,
  type Values,
} from "@pami/core"
import type { Series } from "../series.ts"
import type { SeriesShape } from "../shape/series-shape.ts"
import { renderedInput } from "./rendered-input.ts"

/** Options of {@link framedInput}. */
export interface FramedInputOptions {
  readonly tensor: TensorInfo
  readonly shape: SeriesShape
  readonly grid: string
  readonly original: Series
  readonly baseline: Series
  /** Steps of a unit. */
  readonly hop: number
  /** Whether units are parts of channels: `[units, channels]`, rather than all channels of a time. */
  readonly perChannel: boolean
  /** Maps a value of a channel to the number that the model takes. */
  readonly normalize: (value: number, channel: number) => number
  readonly others?: Tensors
  readonly settings: Settings
  readonly findings: readonly Finding[]
}

/** Returns the input whose units are frames of `hop` steps: by copying, where the numbers of a unit lie side by side. */
export function framedInput(options: FramedInputOptions): Input<Tensors> {
  const { tensor, shape, grid, hop, perChannel, others, settings, findings } = options
  const { length, channels } = options.original
  const frames = Math.ceil(length / hop)
  const units = perChannel ? [frames, channels] : [frames]
  const { channelsFirst } = shape
  // Position of a number in the model's order, from its step and channel.
  const place = channelsFirst
    ? (step: number, channel: number) => channel * length + step
    : (step: number, channel: number) => step * channels + channel
  const toItem = ({ data }: Series) => {
    const item = new Float32Array(data.length)
    for (let step = 0, i = 0; step < length; step++)
      for (let channel = 0; channel < channels; channel++)
        item[place(step, channel)] = options.normalize(data[i++], channel)
    return item
  }
  const common = {
    name: tensor.name,
    dtype: shape.dtype,
    shape: shape.itemShape(length),
    grid,
    units,
    original: toItem(options.original),
    baseline: toItem(options.baseline),
    values: () => valuesOf(options.original, hop, units),
    ...(others === undefined ? {} : { others }),
    settings,
    findings,
  }
  const whole = length % hop === 0
  if (!perChannel && whole)
    return denseInput({
      ...common,
      planes: channelsFirst ? channels : 1,
      inner: channelsFirst ? hop : hop * channels,
    })
  if (perChannel && hop === 1 && (!channelsFirst || channels === 1))
    return denseInput({ ...common, planes: 1, inner: 1 })
  const { original, baseline } = common
  return renderedInput({
    ...common,
    render(shares, item) {
      for (let step = 0, frame = 0, left = hop; step < length; step++) {
        for (let channel = 0; channel < channels; channel++) {
          const at = place(step, channel)
          const share = shares[perChannel ? frame * channels + channel : frame]
          item[at] = share === 1 ? original[at] : baseline[at] + share * (original[at] - baseline[at])
        }
        if (--left === 0) {
          frame++
          left = hop
        }
      }
    },
  })
}

/** Returns the values of units for partitioners: their mean, and for sound, whose mean is nothing, their loudness. */
function valuesOf({ data, length, channels, kind }: Series, hop: number, units: readonly number[]): Values {
  const perUnit = units.length === 2 ? 1 : channels
  if (hop === 1) return { shape: units, channels: perUnit, data }
  const values = new Float32Array(Math.ceil(length / hop) * channels)
  for (let i = 0; i < data.length; i++) {
    const step = Math.floor(i / channels)
    const frame = Math.floor(step / hop)
    const size = Math.min(hop, length - frame * hop)
    values[frame * channels + (i % channels)] += (kind === "sound" ? data[i] * data[i] : data[i]) / size
  }
  return { shape: units, channels: perUnit, data: kind === "sound" ? values.map(Math.sqrt) : values }
}
