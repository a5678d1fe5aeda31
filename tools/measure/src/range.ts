/** Formats the minimum and maximum of `values`: `"0.100 - 0.200"`. */
export function range(values: readonly number[], digits = 3): string {
  return `${Math.min(...values).toFixed(digits)} - ${Math.max(...values).toFixed(digits)}`
}
