import { countUnits, fromLabels } from "@pami/core"
import type { Input, Partitioner, UnitGrid } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { imageValues } from "./image-values.ts"
import { whole } from "./options.ts"

// As the authors of PAMI.
const compactness = 20

/**
 * Returns a partitioner of one partition into about `segments` segments of each grid: SLIC superpixels of an image or a
 * volume with up to four channels; single units of a smaller grid; else cells of equal size.
 *
 * @param segments a whole number, at least 1; default 50
 * @throws RangeError for another number
 *
 * @example
 * import { countParts } from "@pami/core"
 *
 * for await (const partition of superpixels(16).partitions(input)) console.log(countParts(partition)) // 16
 */
export function superpixels(segments = 50): Partitioner {
  whole("segments", segments, 1)
  return {
    name: "superpixels",
    settings: { segments, compactness },
    total: () => null,
    planned: () => [1],
    async *partitions(input) {
      const labels = new Int32Array(countUnits(input.grids))
      let first = 0
      for (const grid of input.grids) {
        const own = await knownLabels(input, grid, segments)
        let most = 0
        for (let unit = 0; unit < own.length; unit++) {
          labels[grid.start + unit] = first + own[unit]
          most = Math.max(most, own[unit])
        }
        first += most + 1
      }
      yield fromLabels(labels, [labels.length], `superpixels, about ${segments}`)
    },
  }
}

const known = new WeakMap<Input, Map<string, Promise<Int32Array>>>()

/** Returns {@link labelsOf}, computed once for each input: methods that are compared share its segments. */
function knownLabels(input: Input, grid: UnitGrid, segments: number): Promise<Int32Array> {
  let ofInput = known.get(input)
  if (ofInput === undefined) known.set(input, (ofInput = new Map()))
  const key = `${segments} ${grid.name}`
  let labels = ofInput.get(key)
  if (labels === undefined) ofInput.set(key, (labels = labelsOf(input, grid, segments)))
  return labels
}

async function labelsOf(input: Input, grid: UnitGrid, segments: number): Promise<Int32Array> {
  const { shape } = grid
  const units = sizeOf(shape)
  if (units <= segments) return Int32Array.from({ length: units }, (_, unit) => unit)
  const values = imageValues(input, grid)
  if (values !== undefined) {
    // Most maps need no superpixels of this package: their code is loaded with the first.
    const { slic } = await import("@pami/superpixels")
    return slic(values, { segments, compactness })
  }
  let side = 1
  while (shape.reduce((cells, length) => cells * Math.ceil(length / side), 1) > segments) side++
  return cellLabels(
    shape,
    shape.map((length) => Math.ceil(length / side)),
  )
}

/** Returns the cell of each unit, for a number of cells of equal size along each axis. */
export function cellLabels(shape: readonly number[], cells: readonly number[]): Int32Array {
  let labels = Int32Array.of(0)
  for (const [axis, length] of shape.entries()) {
    const finer = new Int32Array(labels.length * length)
    for (let i = 0; i < finer.length; i++)
      finer[i] =
        labels[Math.floor(i / length)] * cells[axis] + Math.floor(((i % length) * cells[axis]) / length)
    labels = finer
  }
  return labels
}
