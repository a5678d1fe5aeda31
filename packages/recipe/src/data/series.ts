import type { MaskingOperator, Model, Tensors } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import { decodeNpy } from "@pami/image"
import {
  channelMean,
  decodeSeries,
  interpolation,
  matchedNoise,
  segments,
  seriesInput,
  seriesOfArray,
  silence,
  spectrogramInput,
} from "@pami/series"
import type { Series } from "@pami/series"
import type { DataFile } from "./data-file.ts"
import type { SeriesRecipe } from "../schema/data-recipe.ts"
import { inputNamed } from "./input-named.ts"
import type { PreparedData, UnitAxis } from "./prepared-data.ts"

/** Returns the series in a file: sound, rows of numbers, or an array. */
export async function readSeries({ bytes, name, format }: DataFile): Promise<Series> {
  if (format !== "npy") return await decodeSeries(bytes, { name })
  const { shape, data } = decodeNpy(bytes, name)
  return seriesOfArray({ shape, data: Float32Array.from(data, Number) })
}

/** Returns a series as the model's input. */
export async function prepareSeries(
  recipe: SeriesRecipe,
  model: Pick<Model, "inputs">,
  series: Series,
  others: Tensors,
): Promise<PreparedData> {
  const { units, rate, crop, passes } = recipe
  const masking = maskingOf(recipe)
  const options = {
    series,
    tensor: inputNamed(model, recipe.input),
    ...(masking === undefined ? {} : { masking }),
    ...(rate === null ? {} : { rate }),
    keep: crop,
    others,
  }
  const partitioner = segments(passes === null ? {} : { passes })
  const findings = series.findings ?? []
  if (units === "time-frequency") {
    const { input, series: fitted, hop, spectrogram, bands } = await spectrogramInput(options)
    return {
      input,
      partitioner,
      axes: [timeAxis(fitted, hop), { name: "frequency", unit: "Hz", labels: bands.map(middleOf) }],
      size: sizeOf(fitted),
      content: { kind: "series", series: fitted, hop, spectrogram: { levels: spectrogram, bands } },
      findings,
    }
  }
  const perChannel = units === "channels"
  const { input, series: fitted, hop } = await seriesInput({ ...options, perChannel })
  return {
    input,
    partitioner,
    axes: [timeAxis(fitted, hop), ...(perChannel ? [channelAxis(fitted)] : [])],
    size: sizeOf(fitted),
    content: { kind: "series", series: fitted, hop },
    findings,
  }
}

function maskingOf({ mask, seed }: SeriesRecipe): MaskingOperator<Series> | undefined {
  if (mask === "silence") return silence()
  if (mask === "mean") return channelMean()
  if (mask === "interpolation") return interpolation()
  // Each kind of series has its own default.
  return mask === "noise" ? matchedNoise({ seed }) : undefined
}

function timeAxis({ rate }: Series, hop: number): UnitAxis {
  return rate === undefined
    ? { name: "step", start: (hop - 1) / 2, step: hop }
    : { name: "time", unit: "s", start: hop / rate / 2, step: hop / rate }
}

function channelAxis({ channels, names }: Series): UnitAxis {
  return { name: "channel", labels: names ?? Array.from({ length: channels }, (_, index) => index) }
}

function middleOf([low, high]: readonly [low: number, high: number]): number {
  return Math.round((low + high) / 2)
}

function sizeOf({ length, channels, rate }: Series): string {
  const of = channels === 1 ? "" : ` of ${channels} channels`
  return rate === undefined
    ? `${grouped(length)} steps${of}`
    : `${(length / rate).toFixed(2)} s at ${grouped(rate)} Hz${of}`
}
