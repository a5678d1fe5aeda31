/** Position of an object, in shares of the scene's shorter side. */
export interface Spot {
  readonly x: number
  readonly y: number
  /** Half of the object's longer axis. */
  readonly radius: number
  /** Clockwise rotation in radians. */
  readonly angle: number
}

// Minimum distance of two centres, as a share of the sum of the radii: objects may overlap, but remain recognizable.
const apart = 0.8
const attempts = 60

/**
 * Returns positions of `count` objects on a scene of `width` by `height` short sides; the best of many if all overlap.
 */
export function place(
  next: () => number,
  count: number,
  [smallest, largest]: readonly [number, number],
  width: number,
  height: number,
): Spot[] {
  const spots: Spot[] = []
  for (let index = 0; index < count; index++) {
    const radius = (smallest + (largest - smallest) * next()) / 2
    const angle = 1.2 * (next() - 0.5)
    let best: Spot = { x: 0, y: 0, radius, angle }
    let room = -1
    for (let attempt = 0; attempt < attempts && room < apart; attempt++) {
      const spot = { x: between(next, radius, width), y: between(next, radius, height), radius, angle }
      const free = spots.reduce((least, other) => Math.min(least, distance(spot, other)), Infinity)
      if (free > room) [best, room] = [spot, free]
    }
    spots.push(best)
  }
  return spots
}

/**
 * Returns a random coordinate that keeps most of the object inside the frame; the middle if the object is too large.
 */
function between(next: () => number, radius: number, length: number): number {
  const margin = Math.min(0.9 * radius, length / 2)
  return margin + (length - 2 * margin) * next()
}

function distance(a: Spot, b: Spot): number {
  const dx = a.x - b.x
  const dy = a.y - b.y
  return Math.sqrt(dx * dx + dy * dy) / (a.radius + b.radius)
}
