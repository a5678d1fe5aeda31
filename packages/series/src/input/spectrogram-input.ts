import { featureInput } from "./feature-input.ts"
import { patchInput } from "./patch-input.ts"
import type { SpectrogramInput, SpectrogramInputOptions } from "./spectrogram.ts"

/**
 * Prepares a sound for a model, with units along time and frequency.
 *
 * With a front end the model takes features, `[N, frames, bands]`, `[N, bands, frames]`, or these with axes of length 1; a
 * masked unit has the feature of the masked sound. Without one the model takes samples; units are patches of the spectrogram,
 * masked by short-time Fourier transform, attenuation and inverse transform: a patch of silence removes the sound of its time
 * and frequencies, but for the overlap of the windows.
 *
 * @throws PamiError `SHAPE_MISMATCH`, `RATE_UNKNOWN`, `SERIES_TOO_LARGE`
 * @throws RangeError for an option out of range
 *
 * @example
 * const series = { data: new Float32Array(8000), length: 8000, channels: 1, rate: 8000, kind: "sound" } as const
 * const frontEnd = melFrontEnd({ rate: 8000, window: 256, hop: 80, mels: 20 })
 * const tensor = { name: "features", dtype: "float32", shape: [null, 20, null] } as const
 * const { input } = await spectrogramInput({ series, tensor, frontEnd })
 * console.log(input.grids[0].name, input.grids[0].shape.join()) // spectrogram 101,20
 */
export async function spectrogramInput(options: SpectrogramInputOptions): Promise<SpectrogramInput> {
  const { frontEnd, ...rest } = options
  return await (frontEnd === undefined ? patchInput(rest) : featureInput({ ...rest, frontEnd }))
}
