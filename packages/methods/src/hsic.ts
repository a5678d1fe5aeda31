import { fromParts, sharesOf } from "@pami/core"
import type { Method } from "@pami/core"
import { exp, random, sizeOf } from "@pami/core/tensor"
import { preservedUnits } from "./shared/design.ts"
import { whole } from "./shared/options.ts"
import type { SampledOptions } from "./shared/options.ts"
import { gridOf, targetScores } from "./shared/read.ts"
import { numbered, partitionsOf } from "./shared/segments.ts"
import { cellLabels } from "./shared/superpixels.ts"

/** Options of {@link hsic}. */
export interface HsicOptions extends SampledOptions {
  /** Number of samples, a forward pass each. Default 500. */
  readonly passes?: number | undefined
  /** Cells along each axis, at least 1; at most one for each unit. Default 8. */
  readonly cells?: number | undefined
}

// A median score below this makes a kernel in which no two scores are alike.
const leastWidth = 1e-6

/**
 * Returns HSIC: random cells of a grid are preserved, each in half of the samples, and the importance of a cell is the
 * dependence of the score on whether it is preserved, as the Hilbert-Schmidt independence criterion measures it (Novello,
 * Fel and Vigouroux, *Making sense of dependence*, 2022, section 3), interpolated linearly between the cells. Works on any
 * number of axes, of the first grid; units of other grids are preserved. Never negative: a cell that lowers the score is as
 * important as one that raises it.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const { partitioner, read } = hsic({ passes: 200, cells: 6 })
 * const map = read(await explain({ model, input, partitioner }))
 */
export function hsic({ passes = 500, cells = 8, seed = 0 }: HsicOptions = {}): Method {
  whole("passes", passes, 1)
  whole("cells", cells, 1)
  whole("seed", seed, 0)
  const settings = { passes, cells, seed }
  const along = (shape: readonly number[]) => shape.map((length) => Math.min(cells, length))
  return {
    name: "hsic",
    settings,
    partitioner: {
      name: "random cells",
      settings,
      total: () => passes,
      *partitions({ grids }) {
        const others = grids.slice(1).reduce((sum, { shape }) => sum + sizeOf(shape), 0)
        const own = cellLabels(grids[0].shape, along(grids[0].shape))
        const labels = new Int32Array(own.length + others).fill(-1)
        labels.set(own)
        const segments = numbered(labels)
        const columns = Array.from({ length: sizeOf(along(grids[0].shape)) }, half(passes, random(seed)))
        const rows = Array.from({ length: passes }, (_, pass) => [
          ...columns.map((column) => column[pass]),
          1,
        ])
        yield* partitionsOf(segments, rows, fromParts)
      },
    },
    read(explanation, target, grid) {
      const { shape } = explanation.grids[0]
      const counts = along(shape)
      const labels = cellLabels(shape, counts)
      const firsts = new Int32Array(sizeOf(counts))
      for (let unit = labels.length - 1; unit >= 0; unit--) firsts[labels[unit]] = unit
      // A row of cells begins in the first row of units, but a later cell may begin before it ends.
      const order = Int32Array.from(firsts.keys()).sort((a, b) => firsts[a] - firsts[b])
      const rows = preservedUnits(explanation, firsts.slice().sort())
      const dependences = dependenceOf(rows, targetScores(explanation, target).passes, firsts.length)
      const shares = new Float32Array(firsts.length)
      for (const [place, cell] of order.entries()) shares[cell] = dependences[place]
      const steps = shape.map((length, axis) => length / counts[axis])
      const origins = Float64Array.from(steps, (step) => (step - 1) / 2)
      return gridOf(
        sharesOf({ shape: counts, shares, origins, steps }, 0, explanation.grids),
        explanation,
        grid,
      )
    },
  }
}

/** Returns a maker of random columns of zeros and ones, half of each. */
function half(length: number, next: () => number): () => Uint8Array {
  return () => {
    const column = Uint8Array.from({ length }, (_, i) => i % 2)
    for (let i = length - 1; i > 0; i--) {
      const other = Math.floor(next() * (i + 1))
      ;[column[i], column[other]] = [column[other], column[i]]
    }
    return column
  }
}

/** Returns the dependence of the scores on each column of `rows`, `[scores.length, width]`. */
function dependenceOf(rows: Uint8Array, scores: Float64Array, width: number): Float64Array {
  const count = scores.length
  const scale = 2 * Math.max(leastWidth, Math.abs(medianOf(scores))) ** 2
  const preserved = new Float64Array(width)
  for (const [i, one] of rows.entries()) preserved[i % width] += one / count
  const sums = new Float64Array(width)
  for (let i = 0; i < count; i++)
    for (let j = 0; j <= i; j++) {
      const likeness = exp(-((scores[i] - scores[j]) ** 2) / scale) * (i === j ? 1 : 2)
      for (let cell = 0; cell < width; cell++)
        sums[cell] +=
          likeness * (rows[i * width + cell] - preserved[cell]) * (rows[j * width + cell] - preserved[cell])
    }
  // With k(a, b) = 1/2 - (a - b)^2 for 0 and 1, the centred kernel is twice the product of the centred entries.
  // Rounding may leave an independent cell just below 0.
  return sums.map((sum) => Math.max(0, (2 * sum) / Math.max(1, count)))
}

function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort()
  const middle = (sorted.length - 1) / 2
  return sorted.length === 0 ? 0 : (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2
}
