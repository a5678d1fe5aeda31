import { checkWhole } from "../primitives/checks.ts"
import { unitScale } from "../primitives/pixels.ts"
import type { Pixels } from "../primitives/pixels.ts"

// Upper limit of the cells of a histogram: 256 KiB per part.
const maxCells = 65_536

/** The cell of the colour histogram that each pixel falls into. */
export interface ColourBins {
  /** Number of cells: `bins ** channels`. */
  readonly cells: number
  /** Cell 0…cells-1 of each pixel, `[H * W]`. */
  readonly cellOf: Int32Array
}

/** Divides every channel into `bins` equal bins: a byte falls into bin floor(byte * bins / 256). */
export function colourBins({ channels, data }: Pixels, bins: number): ColourBins {
  checkWhole("bins", bins, 1)
  const cells = bins ** channels
  if (cells > maxCells) {
    throw new RangeError(
      `bins: expected at most ${maxCells} bins ** channels, received ${bins} ** ${channels}`,
    )
  }
  const units = data.length / channels
  const cellOf = new Int32Array(units)
  if (unitScale(data) === 1) {
    // Floats are scaled as if they were bytes; 1e-5 keeps rounding from moving a byte value to the bin below.
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
