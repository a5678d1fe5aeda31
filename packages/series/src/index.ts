export { type NumberArray, seriesOfArray, type SeriesOfArrayOptions } from "./decode/array.ts"
export { decodeFlac, decodeMp3 } from "./decode/compressed.ts"
export { decodeSeries, seriesFormat, type SeriesFormat } from "./decode/decode-series.ts"
export { decodeSeriesText, type DecodeSeriesTextOptions } from "./decode/text.ts"
export { type DecodeSoundOptions, decodeWav } from "./decode/wav.ts"
export type { SeriesErrorCode, SeriesFindingCode } from "./error-code.ts"
export { fitLength, type FitLengthOptions, type FittedSeries } from "./fit-length.ts"
export type { SeriesPlace } from "./input/place.ts"
export type { PrepareOptions } from "./input/prepare.ts"
export { type SeriesInput, seriesInput, type SeriesInputOptions } from "./input/series-input.ts"
export {
  channelMean,
  defaultMasking,
  interpolation,
  matchedNoise,
  type MatchedNoiseOptions,
  silence,
} from "./masking.ts"
export { encodeWav, type EncodeWavOptions } from "./output/encode-wav.ts"
export { resample } from "./resample.ts"
export { segments, type SegmentsOptions } from "./segments.ts"
export { mixToMono, mostValues, type Series } from "./series.ts"
export { seriesShape, type SeriesShape } from "./shape/series-shape.ts"
export type { PatchOptions, SpectrogramInput, SpectrogramInputOptions } from "./input/spectrogram.ts"
export { spectrogramInput } from "./input/spectrogram-input.ts"
export { keepImportant, type KeepImportantOptions } from "./output/keep-important.ts"
export { recurrentModel, type RecurrentModelOptions } from "./recurrent-model.ts"
export type { FrontEnd } from "./spectrum/front-end.ts"
export { melFrontEnd, type MelFrontEndOptions } from "./spectrum/mel.ts"
