/** Returns the number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** Returns a shape as text: `[N, 3, 224, 224]`, with `?` for a free axis other than the first. */
export function formatShape(shape: readonly (number | null)[]): string {
  return `[${shape.map((length, axis) => length ?? (axis === 0 ? "N" : "?")).join(", ")}]`
}
