/**
 * Adds the pixels whose centres lie in a polygon to a mask. Where a polygon crosses itself, what is enclosed twice is outside.
 *
 * @param points `[x, y, x, y, ...]` in pixels, at least three points
 * @param mask row-major, one byte for each pixel
 */
export function addPolygon(points: readonly number[], mask: Uint8Array, width: number): void {
  const height = mask.length / width
  const ys = points.filter((_, at) => at % 2 === 1)
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)].map((y) =>
    Math.min(height, Math.max(0, Math.round(y))),
  )
  for (let row = top; row < bottom; row++) {
    const crossings = crossingsOf(points, row + 0.5)
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const [from, to] = [crossings[at], crossings[at + 1]].map((x) =>
        Math.min(width, Math.max(0, Math.ceil(x - 0.5))),
      )
      mask.fill(1, row * width + from, row * width + to)
    }
  }
}

/** Returns the places where the edges of a polygon cross a height, ascending. */
function crossingsOf(points: readonly number[], y: number): number[] {
  const crossings: number[] = []
  let [fromX, fromY] = points.slice(-2)
  for (let at = 0; at < points.length; at += 2) {
    const [x, ownY] = [points[at], points[at + 1]]
    if (fromY <= y !== ownY <= y) crossings.push(fromX + ((y - fromY) * (x - fromX)) / (ownY - fromY))
    ;[fromX, fromY] = [x, ownY]
  }
  return crossings.sort((a, b) => a - b)
}
