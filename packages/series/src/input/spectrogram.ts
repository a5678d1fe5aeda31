import type { MaskingOperator, TensorInfo, Tensors } from "@pami/core"
import type { Series } from "../series.ts"
import type { FrontEnd } from "../spectrum/front-end.ts"
import type { PrepareOptions } from "./prepare.ts"
import type { SeriesInput } from "./series-input.ts"

/** Options of `spectrogramInput`. */
export interface SpectrogramInputOptions extends PrepareOptions {
  /** The sound. */
  readonly series: Series
  /** The model's input for the sound, or for its features, as it declares it. */
  readonly tensor: TensorInfo
  /** Makes the features that the model takes, such as `melFrontEnd`. Default: the model takes samples. */
  readonly frontEnd?: FrontEnd
  /** Makes the baseline of the sound, before the front end. Default: `silence` for sound, else `channelMean`. */
  readonly masking?: MaskingOperator<Series>
  /** Without a front end: the sizes of the patches. */
  readonly patches?: PatchOptions
  /** The model's other inputs, one item each, the same in every pass. Default: none. */
  readonly others?: Tensors
}

/** Sizes of time-frequency patches. */
export interface PatchOptions {
  /** Samples of a window, at least 2. Default: the power of two nearest to 32 ms; without a rate, a sixteenth of the series. */
  readonly window?: number
  /** Samples from one window to the next, at most half a window: the length of a unit. Default: half a window. */
  readonly hop?: number
  /** Number of units along frequency, of equal width on the mel scale. Default 16. */
  readonly bands?: number
}

/** A sound as a spectrogram, ready to be explained: units are `[time, frequency]`, in one grid, `spectrogram`. */
export interface SpectrogramInput extends SeriesInput {
  /** The values of the units for people to see, `[time, frequency]`: the features, or levels in decibel. */
  readonly spectrogram: Float32Array
  /** Lowest and highest frequency of each unit along the second axis, in Hz. */
  readonly bands: readonly (readonly [low: number, high: number])[]
}
