import type { BlockLevel } from "./block-levels.ts"
import { cutsPart } from "./histograms.ts"
import type { Histograms } from "./histograms.ts"

/** What the moves of blocks of one level work on. */
interface Sweep {
  readonly level: BlockLevel
  /** Part of every block, `[rows * columns]`. */
  readonly owners: Int32Array
  /** How many blocks every part may still give away. */
  readonly spare: Int32Array
  readonly histograms: Histograms
  readonly width: number
  /** The colours of the block looked at: pixels in every cell, all 0 between looks, and the cells that have any. */
  readonly inCell: Int32Array
  readonly touched: Int32Array
}

/** The part of every block of a level, from those of the level above. */
export function ownersBelow(level: BlockLevel, above: BlockLevel, owners: Int32Array): Int32Array {
  const { columns, rows, columnAbove, rowAbove } = level
  const found = new Int32Array(columns * rows)
  for (let row = 0, block = 0; row < rows; row++) {
    const start = rowAbove[row] * above.columns
    for (let column = 0; column < columns; column++) found[block++] = owners[start + columnAbove[column]]
  }
  return found
}

/** Writes the part of every block to its pixels. */
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

/** How many blocks every part may give away before it is down to its last. */
export function spareBlocks(owners: Int32Array, parts: number): Int32Array {
  const spare = new Int32Array(parts).fill(-1)
  for (let block = 0; block < owners.length; block++) spare[owners[block]]++
  return spare
}

/**
 * One sweep over the blocks of a level, along rows, then along columns: a block at an outline goes over to the part
 * beyond it where its colours fit that part better than the rest of its own. Blocks at the border of the picture stay.
 *
 * @param owners part of every block; changed in place, and so are the histograms
 * @param spare how many blocks every part may give away; kept up to date
 * @param gain by how much the histogram intersection, of at most 1, must grow
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

/** Both blocks at every outline along a line of blocks that starts at `start`, `along` apart. */
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

/** Gives a block to the part `ahead` of it, if that keeps its own part whole and gains enough. */
function moveBlock(sweep: Sweep, block: number, ahead: number, across: number, gain: number): boolean {
  const { owners, spare } = sweep
  const from = owners[block]
  if (spare[from] < 1 || cutsPart(owners, block, -ahead, across)) return false
  return shift(sweep, block, from, owners[block + ahead], gain)
}

/**
 * Moves a block from part to part if its histogram intersects that of `to` by more than `gain` better than that of the
 * rest of `from`.
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
