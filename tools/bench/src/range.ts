/** The least and the most of some numbers, with so many digits behind the point. */
export function range(values: readonly number[], digits = 3): string {
  return `${Math.min(...values).toFixed(digits)} - ${Math.max(...values).toFixed(digits)}`
}
