import type { Input, MaskingOperator, TensorInfo, Tensors } from "@pami/core"
import { defaultMasking } from "../masking.ts"
import type { Series } from "../series.ts"
import { seriesShape } from "../shape/series-shape.ts"
import { framedInput } from "./framed-input.ts"
import { type SeriesPlace, timePlace } from "./place.ts"
import { mixFor, prepare, type PrepareOptions } from "./prepare.ts"

/** Options of {@link seriesInput}. */
export interface SeriesInputOptions extends PrepareOptions {
  readonly series: Series
  /** The model's input for the series, as it declares it. */
  readonly tensor: TensorInfo
  /** Makes the baseline. Default: `silence` for sound, else `channelMean`. */
  readonly masking?: MaskingOperator<Series>
  /** Steps of a unit, at least 1. Default: 10 ms of sound; else 1, or as many as give at most 4,096 units of time. */
  readonly hop?: number
  /** Whether units are single channels, `[T, F]`, rather than all channels of a time, `[T]`. Default: false. */
  readonly perChannel?: boolean
  /** The model takes `(value - mean) / deviation`, one number of each for every channel. Default: values as they are. */
  readonly normalize?: { readonly mean: readonly number[]; readonly deviation: readonly number[] }
  /** The model's other inputs, one item each, the same in every pass. Default: none. */
  readonly others?: Tensors
}

/** A series, ready to be explained. */
export interface SeriesInput {
  /** One grid, `series`: `[T]`, or `[T, F]` with `perChannel`, in units of `hop` steps. */
  readonly input: Input<Tensors>
  /** The series as the model sees it, before normalisation. */
  readonly series: Series
  /** Like `series`: the values that replace masked ones. */
  readonly baseline: Series
  /** Steps of a unit along time. */
  readonly hop: number
  /** Step of the given series, at the rate of the model, at which `series` begins. */
  readonly offset: number
  /** Returns where a unit lies. */
  place(unit: number): SeriesPlace
}

const longestUnitGrid = 4096
const soundUnit = 0.01

/**
 * Prepares a series for a model: mixes sound to one channel if the model takes one, resamples it if `rate` says so, crops
 * or pads it to the length that the model declares, masks it, and normalises both. Findings say what was done.
 *
 * @throws PamiError `SHAPE_MISMATCH`, `RATE_UNKNOWN`, `SERIES_TOO_LARGE`
 * @throws RangeError for an option out of range
 *
 * @example
 * const series = { data: new Float32Array(28).fill(12.5), length: 28, channels: 1 }
 * const tensor = { name: "temperatures", dtype: "float32", shape: [null, 28, 1] } as const
 * const { input } = await seriesInput({ series, tensor })
 * console.log(input.grids[0].name, input.grids[0].shape.join()) // series 28
 */
export async function seriesInput(options: SeriesInputOptions): Promise<SeriesInput> {
  const { tensor, perChannel = false, normalize, others } = options
  const mixed = mixFor(options.series, takesOne(tensor) ? 1 : options.series.channels)
  const shape = seriesShape(tensor, mixed.series.channels)
  const length = options.length ?? shape.length ?? undefined
  const { series, offset, findings } = prepare(mixed, shape, {
    ...options,
    ...(length === undefined ? {} : { length }),
  })
  const {
    masking = defaultMasking(series),
    hop = series.kind === "sound" && series.rate !== undefined
      ? Math.max(1, Math.round(series.rate * soundUnit))
      : Math.ceil(series.length / longestUnitGrid),
  } = options
  if (!(Number.isInteger(hop) && hop >= 1))
    throw new RangeError(`hop is a whole number of steps of at least 1; got ${hop}`)
  const baseline = await masking.baseline(series)
  const input = framedInput({
    tensor,
    shape,
    grid: "series",
    original: series,
    baseline,
    hop,
    perChannel,
    normalize: normalizer(normalize, series.channels),
    ...(others === undefined ? {} : { others }),
    settings: {
      rate: series.rate ?? null,
      offset,
      hop,
      perChannel,
      channelsFirst: shape.channelsFirst,
      normalize:
        normalize === undefined ? null : { mean: [...normalize.mean], deviation: [...normalize.deviation] },
      masking: { name: masking.name, ...masking.settings },
    },
    findings,
  })
  const { rate, channels, names } = series
  const time = { hop, length: series.length, offset, rate }
  return {
    input,
    series,
    baseline,
    hop,
    offset,
    place(unit) {
      if (!perChannel) return timePlace(unit, time)
      const channel = unit % channels
      return {
        ...timePlace(Math.floor(unit / channels), time),
        channel,
        ...(names !== undefined && { name: names[channel] }),
      }
    },
  }
}

/** Returns whether the declared items leave room for one channel only: at most one axis is longer than 1. */
function takesOne({ shape }: TensorInfo): boolean {
  return shape.slice(1).filter((side) => side !== 1).length <= 1
}

function normalizer(
  normalize: SeriesInputOptions["normalize"],
  channels: number,
): (value: number, channel: number) => number {
  if (normalize === undefined) return (value) => value
  const { mean, deviation } = normalize
  if (mean.length !== channels || deviation.length !== channels || !deviation.every((one) => one > 0))
    throw new RangeError(
      `normalize has a mean and a deviation above 0 for each of ${channels} channels; got ${mean.length} and ${deviation.length}`,
    )
  return (value, channel) => (value - mean[channel]) / deviation[channel]
}
