import type { Grid } from "./pixels.ts"

/**
 * Splits every part of a label map into its connected pieces and numbers the pieces in row-major order of first
 * appearance. Units are connected if they share a face: 4 neighbours in an image, 2 in a signal, 6 in a volume.
 *
 * @param labels any whole numbers, one per unit
 * @returns a new label map, 0…n-1, with connected parts
 */
export function connectedLabels(labels: Int32Array, grid: Grid): Int32Array {
  const { width, height, depth, units } = grid
  const plane = width * height
  const out = new Int32Array(units)
  // A unit takes the name of an earlier neighbour with the same label. Names that meet belong to one piece.
  const names = new Int32Array(units)
  let count = 0
  let unit = 0
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, unit++) {
        const label = labels[unit]
        let name = -1
        if (x > 0 && labels[unit - 1] === label) name = out[unit - 1]
        if (y > 0 && labels[unit - width] === label) name = merge(names, name, out[unit - width])
        if (z > 0 && labels[unit - plane] === label) name = merge(names, name, out[unit - plane])
        if (name < 0) {
          name = count
          names[count] = count++
        }
        out[unit] = name
      }
    }
  }
  // The lowest name of a piece appeared first, so counting the lowest names numbers the pieces in order of appearance.
  let pieces = 0
  for (let name = 0; name < count; name++) {
    names[name] = names[name] === name ? pieces++ : names[names[name]]
  }
  for (unit = 0; unit < units; unit++) out[unit] = names[out[unit]]
  return out
}

/** Merges two names and returns the lower one. -1 stands for no name. */
function merge(names: Int32Array, a: number, b: number): number {
  if (a === b || a < 0) return b
  while (names[a] !== a) a = names[a] = names[names[a]]
  while (names[b] !== b) b = names[b] = names[names[b]]
  const low = Math.min(a, b)
  names[Math.max(a, b)] = low
  return low
}

/** Returns the number of parts of a label map with labels 0…n-1: its highest label plus 1. */
export function partCount(labels: Int32Array): number {
  let highest = -1
  for (let unit = 0; unit < labels.length; unit++) if (labels[unit] > highest) highest = labels[unit]
  return highest + 1
}

/**
 * Returns a new label map with the parts numbered 0…n-1 in row-major order of first appearance.
 *
 * @param labels whole numbers 0…bound-1, one per unit
 */
export function renumber(labels: Int32Array, bound: number): Int32Array {
  const names = new Int32Array(bound).fill(-1)
  const out = new Int32Array(labels.length)
  let count = 0
  for (let unit = 0; unit < labels.length; unit++) {
    const label = labels[unit]
    if (names[label] < 0) names[label] = count++
    out[unit] = names[label]
  }
  return out
}
