/** Sets the units of a random part of a square of `side` units to 1. */
export type PartMaker = (next: () => number, owner: Uint8Array, side: number, mask: Uint8Array) => void

/**
 * Draws a random part like those of explanations: discs, boxes, cells like superpixels (which often end at the border
 * of an object), and sometimes the complement of one of these.
 */
export const part: PartMaker = (next, owner, side, mask) => {
  const sort = next()
  const make = sort < 0.5 ? disc : sort < 0.62 ? box : cell
  make(next, owner, side, mask)
  if (next() < 0.1) for (let unit = 0; unit < mask.length; unit++) mask[unit] ^= 1
}

/** Returns a random centre for a part: mostly on or near an object. */
function centre(next: () => number, owner: Uint8Array, side: number): [number, number] {
  let unit = Math.floor(next() * owner.length)
  if (next() < 0.65)
    for (let k = 0; k < 20 && owner[unit] === 0; k++) unit = Math.floor(next() * owner.length)
  const stray = 0.2 * side
  return [(unit % side) + stray * (next() - 0.5), Math.floor(unit / side) + stray * (next() - 0.5)]
}

const disc: PartMaker = (next, owner, side, mask) => {
  const [cx, cy] = centre(next, owner, side)
  const radius = side * (next() < 0.5 ? 0.17 + 0.02 * next() : 0.1 + 0.18 * next())
  for (let y = 0, unit = 0; y < side; y++)
    for (let x = 0; x < side; x++, unit++)
      mask[unit] = (x - cx) * (x - cx) + (y - cy) * (y - cy) <= radius * radius ? 1 : 0
}

const box: PartMaker = (next, owner, side, mask) => {
  const [cx, cy] = centre(next, owner, side)
  const width = side * (0.1 + 0.18 * next())
  const height = side * (0.1 + 0.18 * next())
  for (let y = 0, unit = 0; y < side; y++)
    for (let x = 0; x < side; x++, unit++)
      mask[unit] = Math.abs(x - cx) <= width && Math.abs(y - cy) <= height ? 1 : 0
}

const cell: PartMaker = (next, owner, side, mask) => {
  const [cx, cy] = centre(next, owner, side).map((at) => Math.min(side - 1, Math.max(0, Math.round(at))))
  const own = owner[cy * side + cx]
  const edges = next() < 0.7
  const points = Array.from({ length: 1 + Math.floor(24 * next() * next()) }, () => [
    side * next(),
    side * next(),
  ])
  const nearest = (x: number, y: number) => {
    let best = 0
    let least = Infinity
    for (let k = 0; k < points.length; k++) {
      const [px, py] = points[k]
      const distance = (x - px) * (x - px) + (y - py) * (y - py)
      if (distance < least) [best, least] = [k, distance]
    }
    return best
  }
  const chosen = nearest(cx, cy)
  for (let y = 0, unit = 0; y < side; y++)
    for (let x = 0; x < side; x++, unit++)
      mask[unit] = (!edges || owner[unit] === own) && nearest(x, y) === chosen ? 1 : 0
}
