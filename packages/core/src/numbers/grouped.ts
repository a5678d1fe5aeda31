/** Returns a whole number with its digits in groups of three: `1,444`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",")
}
