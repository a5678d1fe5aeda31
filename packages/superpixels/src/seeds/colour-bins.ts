import { checkWhole } from "../primitives/checks.ts"
import { unitScale } from "../primitives/pixels.ts"
import type { Pixels } from "../primitives/pixels.ts"

/** Limit on the bins of a histogram: 256 KiB a part. */
const MOST_CELLS = 65536

/** The colour histogram cell of every pixel. */
export interface ColourBins {
  /** Number of cells: `bins ** channels`. */
  readonly cells: number
  /** Cell 0…cells-1 of every pixel, `[H * W]`. */
  readonly cellOf: Int32Array
}

/** Cuts every channel into `bins` equal steps: a byte lies in step floor(byte * bins / 256). */
export function colourBins({ channels, data }: Pixels, bins: number): ColourBins {
  checkWhole("bins", bins, 1)
  const cells = bins ** channels
  if (cells > MOST_CELLS) {
    throw new RangeError(
      `bins: expected at most ${MOST_CELLS} bins ** channels, received ${bins} ** ${channels}`,
    )
  }
  const units = data.length / channels
  const cellOf = new Int32Array(units)
  if (unitScale(data) === 1) {
    // As if they were bytes, of which 256 make `bins` steps; rounding must not push one over an edge.
    const scale = (255 / 256) * bins
    for (let unit = 0, at = 0; unit < units; unit++) {
      let cell = 0
      for (let channel = 0; channel < channels; channel++) {
        cell = cell * bins + Math.min(Math.max(Math.floor(data[at++] * scale + 1e-5), 0), bins - 1)
      }
      cellOf[unit] = cell
    }
    return { cells, cellOf }
  }
  const binOf = Int32Array.from({ length: 256 }, (_, value) => Math.floor((value * bins) / 256))
  for (let unit = 0, at = 0; unit < units; unit++) {
    let cell = 0
    for (let channel = 0; channel < channels; channel++) cell = cell * bins + binOf[data[at++]]
    cellOf[unit] = cell
  }
  return { cells, cellOf }
}
