/** One level of the hierarchy: the image divided into rows and columns of blocks. */
export interface BlockLevel {
  readonly columns: number
  readonly rows: number
  /** First pixel of each column of blocks, then the image's width, `[columns + 1]`. */
  readonly left: Int32Array
  /** First pixel of each row of blocks, then the image's height, `[rows + 1]`. */
  readonly top: Int32Array
  /** The column of the level above that contains each column; empty at the top level. */
  readonly columnAbove: Int32Array
  /** The row of the level above that contains each row; empty at the top level. */
  readonly rowAbove: Int32Array
}

/** One level of one axis. */
interface AxisLevel {
  readonly count: number
  readonly borders: Int32Array
  readonly above: Int32Array
}

/**
 * Returns the levels of the hierarchy, smallest blocks first. Each block of the last level is an initial part.
 *
 * @param width in pixels
 * @param height in pixels
 * @param superpixels upper limit of the number of parts
 * @param levels upper limit of the number of levels; levels with blocks narrower than a pixel are left out
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
  const down = axisLevels(height, partRows, depth)
  return axisLevels(width, partColumns, depth).map((across, level) => ({
    columns: across.count,
    rows: down[level].count,
    left: across.borders,
    top: down[level].borders,
    columnAbove: across.above,
    rowAbove: down[level].above,
  }))
}

/** Returns the length of the smallest block along an axis, rounded up to whole pixels: rounding leaves fewer blocks. */
function smallestBlockLength(length: number, parts: number, depth: number): number {
  return Math.ceil(length / parts / 2 ** (depth - 1))
}

/** Returns whether an axis has room for `depth` levels above `parts` parts. */
function fits(length: number, parts: number, depth: number): boolean {
  if (length < parts * 2 ** (depth - 1)) return false
  return Math.floor(length / smallestBlockLength(length, parts, depth)) >= 2 ** (depth - 1)
}

function axisLevels(length: number, parts: number, depth: number): AxisLevel[] {
  const counts = [Math.floor(length / smallestBlockLength(length, parts, depth))]
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

/**
 * Returns borders of `count` blocks, as even as whole pixels allow: pixel p lies in block floor(p * count / length).
 */
function evenBorders(length: number, count: number): Int32Array {
  return Int32Array.from({ length: count + 1 }, (_, block) => Math.ceil((block * length) / count))
}

/**
 * Returns the block of the level above for every block. Each level divides the axis evenly, so a block can straddle two
 * blocks of the level above: its last pixel decides.
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
