import { PamiError } from "@pami/core"
import type { SeriesErrorCode } from "../error-code.ts"
import { defaultMasking } from "../masking.ts"
import { seriesShape } from "../shape/series-shape.ts"
import type { FrontEnd } from "../spectrum/front-end.ts"
import { framedInput } from "./framed-input.ts"
import { timePlace } from "./place.ts"
import { mixFor, prepare } from "./prepare.ts"
import type { SpectrogramInput, SpectrogramInputOptions } from "./spectrogram.ts"

/** Returns the input of a model that takes features. */
export async function featureInput(
  options: SpectrogramInputOptions & { readonly frontEnd: FrontEnd },
): Promise<SpectrogramInput> {
  const { tensor, frontEnd, others } = options
  const { rate, hop, bands } = frontEnd
  const mixed = mixFor(options.series, 1)
  const shape = seriesShape(tensor, bands.length)
  const length = shape.length === null ? options.length : frontEnd.samplesFor(shape.length)
  const { series, offset, findings } = prepare(mixed, shape, {
    ...options,
    rate,
    ...(length === undefined ? {} : { length }),
  })
  const { masking = defaultMasking(series) } = options
  const baseline = await masking.baseline(series)
  const [original, masked] = [series, baseline].map((sound) => frontEnd.features(sound))
  if (shape.length !== null && original.length !== shape.length)
    throw new PamiError<SeriesErrorCode>(
      "SHAPE_MISMATCH",
      `input ${tensor.name} takes ${shape.length} frames; the front end ${frontEnd.name} makes ${original.length}: ` +
        "change its hop, or whether its frames are centred",
      { data: { expected: shape.length, actual: original.length } },
    )
  const input = framedInput({
    tensor,
    shape,
    grid: "spectrogram",
    original,
    baseline: masked,
    hop: 1,
    perChannel: true,
    normalize: (value) => value,
    ...(others === undefined ? {} : { others }),
    settings: {
      frontEnd: { name: frontEnd.name, ...frontEnd.settings },
      offset,
      channelsFirst: shape.channelsFirst,
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
    spectrogram: original.data,
    bands,
    place: (unit) => ({
      ...timePlace(Math.floor(unit / bands.length), { hop, length: series.length, offset, rate }),
      hertz: bands[unit % bands.length],
    }),
  }
}
