/** A disc of the unit grid as a part: a run for each row that it meets. */
export function disc(
  centre: { readonly x: number; readonly y: number },
  radius: number,
  { width, height }: { readonly width: number; readonly height: number },
): Int32Array {
  const runs: number[] = []
  for (let y = Math.max(0, Math.ceil(centre.y - radius)); y <= Math.min(height - 1, centre.y + radius); y++) {
    const half = Math.sqrt(radius * radius - (y - centre.y) ** 2)
    const from = Math.max(0, Math.ceil(centre.x - half))
    const to = Math.min(width - 1, Math.floor(centre.x + half))
    if (from <= to) runs.push(y * width + from, y * width + to + 1)
  }
  return Int32Array.from(runs)
}
