import type { BlockLevel } from "./block-levels.ts"
import { splitsPart } from "./histograms.ts"
import type { Histograms } from "./histograms.ts"

/** The state that the moves of one level share. */
interface Sweep {
  readonly level: BlockLevel
  /** Part of each block, `[rows * columns]`. */
  readonly owners: Int32Array
  /** Number of blocks that each part can still lose. */
  readonly spare: Int32Array
  readonly histograms: Histograms
  readonly width: number
  /** Histogram of the current block, all 0 between blocks. */
  readonly inCell: Int32Array
  /** Cells of the current block that are not empty. */
  readonly touched: Int32Array
}

/** Returns the part of each block of a level, given the parts of the level above. */
export function refineOwners(level: BlockLevel, above: BlockLevel, owners: Int32Array): Int32Array {
  const { columns, rows, columnAbove, rowAbove } = level
  const found = new Int32Array(columns * rows)
  for (let row = 0, block = 0; row < rows; row++) {
    const start = rowAbove[row] * above.columns
    for (let column = 0; column < columns; column++) found[block++] = owners[start + columnAbove[column]]
  }
  return found
}

/** Writes the part of each block to the labels of its pixels. */
export function paintBlocks(
  { columns, rows, left, top }: BlockLevel,
  owners: Int32Array,
  labels: Int32Array,
): void {
  const width = left[columns]
  for (let row = 0, block = 0; row < rows; row++) {
    const start = top[row] * width
    for (let column = 0; column < columns; column++, block++) {
      const owner = owners[block]
      for (let x = left[column]; x < left[column + 1]; x++) labels[start + x] = owner
    }
    for (let y = top[row] + 1; y < top[row + 1]; y++) labels.copyWithin(y * width, start, start + width)
  }
}

/** Returns the number of blocks that each part can lose before only one is left. */
export function countSpareBlocks(owners: Int32Array, parts: number): Int32Array {
  const spare = new Int32Array(parts).fill(-1)
  for (let block = 0; block < owners.length; block++) spare[owners[block]]++
  return spare
}

/**
 * Sweeps once over the blocks of a level, along rows, then along columns. A block at an outline moves to the part
 * across the outline if its colours match that part better than the rest of its current part. Blocks at the border of
 * the image never move.
 *
 * @param owners part of each block; updated in place, as are the histograms
 * @param spare number of blocks that each part can lose; updated in place
 * @param gain minimum increase of the histogram intersection, which is at most 1
 */
export function moveBlocks(
  level: BlockLevel,
  owners: Int32Array,
  spare: Int32Array,
  histograms: Histograms,
  gain: number,
): void {
  const { columns, rows, left } = level
  const sweep: Sweep = {
    level,
    owners,
    spare,
    histograms,
    width: left[columns],
    inCell: new Int32Array(histograms.cells),
    touched: new Int32Array(histograms.cells),
  }
  for (let row = 1; row < rows - 1; row++) moveLine(sweep, row * columns, columns, 1, columns, gain)
  for (let column = 1; column < columns - 1; column++) moveLine(sweep, column, rows, columns, 1, gain)
}

/** Tries to move both blocks at each outline along a line of `length` blocks from `start`, `along` apart. */
function moveLine(
  sweep: Sweep,
  start: number,
  length: number,
  along: number,
  across: number,
  gain: number,
): void {
  const { owners } = sweep
  for (let step = 1; step < length - 2; step++) {
    const at = start + step * along
    if (owners[at] === owners[at + along]) continue
    if (moveBlock(sweep, at, along, across, gain)) continue
    if (moveBlock(sweep, at + along, -along, across, gain)) step++
  }
}

/** Moves a block to the part `ahead` of it, if its own part stays connected and the gain is large enough. */
function moveBlock(sweep: Sweep, block: number, ahead: number, across: number, gain: number): boolean {
  const { owners, spare } = sweep
  const from = owners[block]
  if (spare[from] < 1 || splitsPart(owners, block, -ahead, across)) return false
  return shift(sweep, block, from, owners[block + ahead], gain)
}

/**
 * Moves a block to the part `to` if its histogram intersection with `to` exceeds that with the rest of `from` by more
 * than `gain`.
 */
function shift(sweep: Sweep, block: number, from: number, to: number, gain: number): boolean {
  const { level, owners, spare, histograms, width, inCell, touched } = sweep
  const { cells, cellOf, counts, sizes } = histograms
  const row = Math.floor(block / level.columns)
  const column = block - row * level.columns
  const [x0, x1] = [level.left[column], level.left[column + 1]]
  const [y0, y1] = [level.top[row], level.top[row + 1]]
  let found = 0
  for (let y = y0; y < y1; y++) {
    for (let unit = y * width + x0; unit < y * width + x1; unit++) {
      if (inCell[cellOf[unit]]++ === 0) touched[found++] = cellOf[unit]
    }
  }
  const size = (x1 - x0) * (y1 - y0)
  const rest = sizes[from] - size
  let inTo = 0
  let inFrom = 0
  for (let i = 0; i < found; i++) {
    const cell = touched[i]
    const here = inCell[cell]
    inTo += Math.min(counts[to * cells + cell] * size, here * sizes[to])
    inFrom += Math.min((counts[from * cells + cell] - here) * size, here * rest)
  }
  const moves = size > 0 && inTo / sizes[to] - inFrom / rest > gain * size
  for (let i = 0; i < found; i++) {
    const cell = touched[i]
    if (moves) {
      counts[from * cells + cell] -= inCell[cell]
      counts[to * cells + cell] += inCell[cell]
    }
    inCell[cell] = 0
  }
  if (!moves) return false
  sizes[from] = rest
  sizes[to] += size
  spare[from]--
  spare[to]++
  owners[block] = to
  return true
}
