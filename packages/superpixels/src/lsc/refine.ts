import type { Grid, Pixels } from "../primitives/pixels.ts"

/** Sweeps over the outlines: later ones move few pixels. */
const SWEEPS = 8

/**
 * k-means goes on where connecting the parts stopped it, by moves that keep every part connected: a pixel at an outline
 * goes over to the part beside it whose mean colour is nearer, unless its own part hangs together through it. Each move
 * lowers the variance of the values within parts (Hartigan and Wong, *A K-Means Clustering Algorithm*, 1979); shapes stay
 * those that the features gave, but for the outlines.
 *
 * @param labels 0…parts-1, `[H * W]`, every part 4-connected; changed in place, and stays so, with as many parts
 */
export function refineOutlines(
  labels: Int32Array,
  parts: number,
  { channels, data }: Pixels,
  { width, height, units }: Grid,
): void {
  const sizes = new Float64Array(parts)
  const sums = new Float64Array(parts * channels)
  for (let unit = 0, at = 0; unit < units; unit++) {
    sizes[labels[unit]]++
    for (let channel = 0; channel < channels; channel++) sums[labels[unit] * channels + channel] += data[at++]
  }

  /** Squared distance of a pixel from the mean of a part. */
  function deviation(unit: number, part: number): number {
    let squared = 0
    for (let channel = 0; channel < channels; channel++) {
      const gap = data[unit * channels + channel] - sums[part * channels + channel] / sizes[part]
      squared += gap * gap
    }
    return squared
  }

  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moves = 0
    for (let y = 0, unit = 0; y < height; y++) {
      for (let x = 0; x < width; x++, unit++) {
        const own = labels[unit]
        const up = y > 0 ? labels[unit - width] : own
        const left = x > 0 ? labels[unit - 1] : own
        const right = x < width - 1 ? labels[unit + 1] : own
        const down = y < height - 1 ? labels[unit + width] : own
        if (up === own && left === own && right === own && down === own) continue
        if (!isLoose(labels, unit, x, y, width, height)) continue
        // What leaving saves, and what joining costs: means move with the pixel.
        let best = own
        let least = (deviation(unit, own) * sizes[own]) / (sizes[own] - 1)
        for (const part of [up, left, right, down]) {
          if (part === own || part === best) continue
          const cost = (deviation(unit, part) * sizes[part]) / (sizes[part] + 1)
          if (cost < least) {
            best = part
            least = cost
          }
        }
        if (best === own) continue
        labels[unit] = best
        sizes[own]--
        sizes[best]++
        for (let channel = 0; channel < channels; channel++) {
          sums[own * channels + channel] -= data[unit * channels + channel]
          sums[best * channels + channel] += data[unit * channels + channel]
        }
        moves++
      }
    }
    if (moves === 0) break
  }
}

/**
 * Whether the rest of a pixel's part hangs together without it, as far as its eight neighbours show: those beside it that
 * belong to the part are joined through the corners between them.
 */
function isLoose(
  labels: Int32Array,
  unit: number,
  x: number,
  y: number,
  width: number,
  height: number,
): boolean {
  const own = labels[unit]
  const north = y > 0 && labels[unit - width] === own
  const south = y < height - 1 && labels[unit + width] === own
  const west = x > 0 && labels[unit - 1] === own
  const east = x < width - 1 && labels[unit + 1] === own
  let pieces = Number(north) + Number(south) + Number(west) + Number(east)
  if (north && east && labels[unit - width + 1] === own) pieces--
  if (east && south && labels[unit + width + 1] === own) pieces--
  if (south && west && labels[unit + width - 1] === own) pieces--
  if (west && north && labels[unit - width - 1] === own) pieces--
  return pieces === 1
}
