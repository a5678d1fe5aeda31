// Right, down, left, up: clockwise, so that a turn to the left is three on.
const letters = "HVHV"

/**
 * The border of a part as SVG path data, in units of the grid: one closed loop around each piece and each hole.
 *
 * @param part sorted runs `[start, end)` of unit numbers
 */
export function outline(part: Int32Array, width: number): string {
  if (part.length === 0) return ""
  const top = Math.floor(part[0] / width)
  const rows = Math.floor((part[part.length - 1] - 1) / width) - top + 1
  // A margin of one all around: no neighbour lies outside of the array.
  const stride = width + 2
  const inside = new Uint8Array(stride * (rows + 2))
  for (let i = 0; i < part.length; i += 2)
    for (let unit = part[i]; unit < part[i + 1]; unit++)
      inside[(Math.floor(unit / width) - top + 1) * stride + (unit % width) + 1] = 1

  const exits = exitsOf(inside, stride)
  const steps = [1, stride, -1, -stride]
  const text = (corner: number, direction: number) =>
    direction % 2 === 0 ? corner % stride : Math.floor(corner / stride) + top
  let path = ""
  for (let start = 0; start < exits.length; start++) {
    while (exits[start] !== 0) {
      path += `M${text(start, 0)} ${text(start, 1)}`
      let direction = 31 - Math.clz32(exits[start] & -exits[start])
      let corner = start
      do {
        exits[corner] &= ~(1 << direction)
        corner += steps[direction]
        const next = turn(exits[corner], direction)
        // Steps in one direction are one line; the last line is the one that closes the loop.
        if (corner !== start && next !== direction) path += `${letters[direction]}${text(corner, direction)}`
        if (corner !== start) direction = next
      } while (corner !== start)
      path += "Z"
    }
  }
  return path
}

/** For each corner a bit for each direction in which a border leaves it, the inside to its right. */
function exitsOf(inside: Uint8Array, stride: number): Uint8Array {
  const exits = new Uint8Array(inside.length)
  for (let unit = stride; unit < inside.length - stride; unit++) {
    if (inside[unit] === 0) continue
    const corner = unit - stride - 1
    if (inside[unit - stride] === 0) exits[corner] |= 1
    if (inside[unit + 1] === 0) exits[corner + 1] |= 2
    if (inside[unit + stride] === 0) exits[corner + stride + 1] |= 4
    if (inside[unit - 1] === 0) exits[corner + stride] |= 8
  }
  return exits
}

/** Where two units touch at a corner alone the border turns left: it goes around both. */
function turn(exits: number, direction: number): number {
  for (const by of [3, 0, 1]) if ((exits & (1 << ((direction + by) % 4))) !== 0) return (direction + by) % 4
  return direction
}
