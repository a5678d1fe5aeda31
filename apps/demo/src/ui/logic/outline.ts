/**
 * The border of a part as SVG path data, in units of the grid: one closed loop around each piece and each hole.
 *
 * @param part sorted runs `[start, end)` of unit numbers
 */
export function outline(part: Int32Array, width: number): string {
  const inside = new Set<number>()
  for (let i = 0; i < part.length; i += 2)
    for (let unit = part[i]; unit < part[i + 1]; unit++) inside.add(unit)
  const has = (x: number, y: number) => x >= 0 && x < width && y >= 0 && inside.has(y * width + x)
  // Edges run with the inside to their right, so that each corner has as many that leave as that arrive.
  const edges = new Map<string, (readonly [number, number])[]>()
  const add = (x: number, y: number, toX: number, toY: number) => {
    const key = `${x},${y}`
    edges.set(key, [...(edges.get(key) ?? []), [toX, toY]])
  }
  for (const unit of inside) {
    const x = unit % width
    const y = (unit - x) / width
    if (!has(x, y - 1)) add(x, y, x + 1, y)
    if (!has(x + 1, y)) add(x + 1, y, x + 1, y + 1)
    if (!has(x, y + 1)) add(x + 1, y + 1, x, y + 1)
    if (!has(x - 1, y)) add(x, y + 1, x, y)
  }
  const loops: string[] = []
  for (const start of edges.keys()) {
    while ((edges.get(start)?.length ?? 0) > 0) loops.push(follow(edges, start))
  }
  return loops.join("")
}

function follow(edges: Map<string, (readonly [number, number])[]>, start: string): string {
  let [x, y] = start.split(",").map(Number)
  let path = `M${x} ${y}`
  let direction = ""
  let key = start
  do {
    const [nextX, nextY] = edges.get(key)!.pop()!
    const next = nextX === x ? "V" : "H"
    // Steps in one direction are one line.
    if (next === direction) path = path.replace(/[HV]\d+$/, "")
    path += next === "V" ? `V${nextY}` : `H${nextX}`
    direction = next
    x = nextX
    y = nextY
    key = `${x},${y}`
  } while (key !== start)
  // The last line is the one that closes the loop.
  return `${path.replace(/[HV]\d+$/, "")}Z`
}
