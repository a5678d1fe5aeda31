import { PamiError } from "@pami/core"
import { log } from "@pami/core/tensor"
import type { SeriesErrorCode } from "../error-code.ts"
import { defaultMasking } from "../masking.ts"
import type { Series } from "../series.ts"
import { seriesShape } from "../shape/series-shape.ts"
import { melEdges } from "../spectrum/mel-filters.ts"
import { inverseStft, type Stft, stft } from "../spectrum/stft.ts"
import { timePlace } from "./place.ts"
import { mixFor, prepare } from "./prepare.ts"
import { renderedInput } from "./rendered-input.ts"
import type { SpectrogramInput, SpectrogramInputOptions } from "./spectrogram.ts"

/** Returns the input of a model that takes samples, whose units are patches of the spectrogram. */
export async function patchInput(
  options: Omit<SpectrogramInputOptions, "frontEnd">,
): Promise<SpectrogramInput> {
  const { tensor, patches = {}, others } = options
  const mixed = mixFor(options.series, 1)
  if (mixed.series.channels !== 1)
    throw new PamiError<SeriesErrorCode>(
      "SHAPE_MISMATCH",
      `a spectrogram is of one channel; the series has ${mixed.series.channels}: explain it along time, by seriesInput`,
    )
  const shape = seriesShape(tensor, 1)
  const length = options.length ?? shape.length ?? undefined
  const { series, offset, findings } = prepare(mixed, shape, {
    ...options,
    ...(length === undefined ? {} : { length }),
  })
  const { rate } = series
  const { masking = defaultMasking(series) } = options
  const { window = windowFor(series), hop = Math.floor(window / 2) } = patches
  const baseline = await masking.baseline(series)
  // Only the difference is attenuated: the baseline then stays as it is, whichever it is.
  const difference = series.data.map((value, i) => value - baseline.data[i])
  const transform = stft(difference, { window, hop })
  const inverse = inverseStft(transform)
  const { frames, bins } = transform
  const starts = bandStarts(Math.min(patches.bands ?? 16, bins), bins, rate)
  const count = starts.length - 1
  const hertz = starts.slice(1).map((end, band) => {
    const scale = (rate ?? 1) / window
    return [starts[band] * scale, Math.min((rate ?? 1) / 2, end * scale)] as const
  })
  const spectrogram = levelsOf(stft(series.data, { window, hop }), starts)
  const gain = new Float32Array(bins)
  const input = renderedInput({
    name: tensor.name,
    dtype: shape.dtype,
    shape: shape.itemShape(series.length),
    grid: "spectrogram",
    units: [frames, count],
    original: series.data,
    baseline: baseline.data,
    render(shares, item) {
      if (shares.every((share) => share === 1)) {
        item.set(series.data)
        return
      }
      item.set(baseline.data)
      inverse.add((frame) => {
        const row = shares.subarray(frame * count, (frame + 1) * count)
        if (row.every((share) => share === 0)) return null
        for (let band = 0; band < count; band++) gain.fill(row[band], starts[band], starts[band + 1])
        return gain
      }, item)
    },
    values: () => ({ shape: [frames, count], channels: 1, data: spectrogram }),
    ...(others === undefined ? {} : { others }),
    settings: {
      rate: rate ?? null,
      offset,
      window,
      hop,
      bands: starts,
      masking: { name: masking.name, ...masking.settings },
    },
    findings,
  })
  return {
    input,
    series,
    baseline,
    hop,
    offset,
    spectrogram,
    bands: hertz,
    place(unit) {
      // A unit is as long as a hop, around the middle of its window.
      const frame = Math.floor(unit / count)
      const middle = frame * hop
      const [from, to] = [
        Math.max(0, middle - Math.floor(hop / 2)),
        Math.min(series.length, middle + Math.ceil(hop / 2)),
      ]
      const time = timePlace(0, { hop: to - from, length: series.length, offset: offset + from, rate })
      return {
        ...time,
        from,
        to,
        ...(rate === undefined ? {} : { hertz: hertz[unit % count] }),
      }
    },
  }
}

function windowFor({ rate, length, kind }: Series): number {
  const samples = kind === "sound" && rate !== undefined ? rate * 0.032 : length / 16
  return 2 ** Math.max(2, Math.round(Math.log2(samples)))
}

/** Returns the first bin of each band, and the end; every band has a bin. */
function bandStarts(count: number, bins: number, rate: number | undefined): number[] {
  if (!(Number.isInteger(count) && count >= 1))
    throw new RangeError(`bands is a whole number of at least 1; got ${count}`)
  const nyquist = (rate ?? 1) / 2
  const edges =
    rate === undefined
      ? Array.from({ length: count + 1 }, (_, band) => (nyquist * band) / count)
      : melEdges({ fmin: 0, fmax: nyquist, scale: "slaney" }, count + 1)
  const starts = [0]
  for (let band = 1; band < count; band++)
    starts.push(
      Math.min(
        bins - (count - band),
        Math.max(starts[band - 1] + 1, Math.round((edges[band] / nyquist) * (bins - 1))),
      ),
    )
  return [...starts, bins]
}

/** Returns the mean power of each unit in decibel. */
function levelsOf({ frames, bins, re, im }: Stft, starts: readonly number[]): Float32Array {
  const count = starts.length - 1
  return Float32Array.from({ length: frames * count }, (_, unit) => {
    const [frame, band] = [Math.floor(unit / count), unit % count]
    let sum = 0
    for (let at = frame * bins + starts[band]; at < frame * bins + starts[band + 1]; at++)
      sum += re[at] * re[at] + im[at] * im[at]
    return (10 / Math.LN10) * log(Math.max(1e-12, sum / (starts[band + 1] - starts[band])))
  })
}
