import { RawImage } from "@huggingface/transformers"
import { side } from "./small-models.ts"

/** Returns an image whose left part is red, and whose right part is green. */
export function redAndGreen(width: number, height: number, redColumns: number): RawImage {
  const data = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) data[3 * i + (i % width < redColumns ? 0 : 1)] = 255
  return new RawImage(data, width, height, 3)
}

/** The configuration of a processor that resizes to the size of the small models, and keeps colours from 0 to 1. */
export const smallPreprocessor = {
  do_resize: true,
  size: { height: side, width: side },
  resample: 2,
  do_rescale: true,
  rescale_factor: 1 / 255,
  do_normalize: false,
}

/** Returns the mean of a map of a small model over columns, half open. */
export function meanOver(map: Float32Array, from: number, to: number): number {
  const inside = map.filter((_, i) => i % side >= from && i % side < to)
  return inside.reduce((sum, value) => sum + value, 0) / inside.length
}
