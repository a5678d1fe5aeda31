/** One level of the hierarchy: the picture cut into a lattice of blocks. */
export interface BlockLevel {
  readonly columns: number
  readonly rows: number
  /** Pixel borders of the columns, `[columns + 1]`. */
  readonly left: Int32Array
  /** Pixel borders of the rows, `[rows + 1]`. */
  readonly top: Int32Array
  /** Column of the level above that every column lies in; none at the top. */
  readonly columnAbove: Int32Array
  /** Row of the level above that every row lies in; none at the top. */
  readonly rowAbove: Int32Array
}

/** One level of one axis. */
interface Cut {
  readonly count: number
  readonly borders: Int32Array
  readonly above: Int32Array
}

/**
 * The levels of the hierarchy, the smallest blocks first; a block of the last one is a part of the starting grid.
 *
 * @param width in pixels
 * @param height in pixels
 * @param superpixels most parts
 * @param levels most levels; those with blocks narrower than a pixel are left out
 */
export function blockLevels(
  width: number,
  height: number,
  superpixels: number,
  levels: number,
): BlockLevel[] {
  const partRows = clamp(Math.floor(Math.sqrt((superpixels * height) / width)), height)
  const partColumns = clamp(Math.floor((partRows * width) / height), width)
  let depth = levels
  while (depth > 1 && !(fits(width, partColumns, depth) && fits(height, partRows, depth))) depth--
  const down = cutAxis(height, partRows, depth)
  return cutAxis(width, partColumns, depth).map((across, level) => ({
    columns: across.count,
    rows: down[level].count,
    left: across.borders,
    top: down[level].borders,
    columnAbove: across.above,
    rowAbove: down[level].above,
  }))
}

/** Pixels of the smallest block along an axis: whole, hence fewer blocks than asked for where it was rounded up. */
function smallestBlock(length: number, parts: number, depth: number): number {
  return Math.ceil(length / parts / 2 ** (depth - 1))
}

function fits(length: number, parts: number, depth: number): boolean {
  if (length < parts * 2 ** (depth - 1)) return false
  return Math.floor(length / smallestBlock(length, parts, depth)) >= 2 ** (depth - 1)
}

function cutAxis(length: number, parts: number, depth: number): Cut[] {
  const counts = [Math.floor(length / smallestBlock(length, parts, depth))]
  while (counts.length < depth) counts.push(Math.floor(counts[counts.length - 1] / 2))
  let borders = evenBorders(length, counts[0])
  return counts.map((count, level) => {
    const own = borders
    if (level === depth - 1) return { count, borders: own, above: new Int32Array(0) }
    const above = blocksAbove(length, count, counts[level + 1])
    borders = new Int32Array(counts[level + 1] + 1).fill(length)
    for (let block = count - 1; block >= 0; block--) borders[above[block]] = own[block]
    return { count, borders: own, above }
  })
}

/** Borders of `count` blocks as even as whole pixels allow: pixel p lies in block floor(p * count / length). */
function evenBorders(length: number, count: number): Int32Array {
  return Int32Array.from({ length: count + 1 }, (_, block) => Math.ceil((block * length) / count))
}

/**
 * For every block, the larger one that it is a piece of. Every level is even in its own right, so blocks of two levels
 * may straddle: the last pixel of a block decides.
 */
function blocksAbove(length: number, count: number, countAbove: number): Int32Array {
  const borders = evenBorders(length, count)
  return Int32Array.from({ length: count }, (_, block) =>
    Math.floor(((borders[block + 1] - 1) * countAbove) / length),
  )
}

function clamp(parts: number, length: number): number {
  return Math.min(Math.max(parts, 1), length)
}
