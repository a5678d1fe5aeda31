/** How far onnxruntime rewrites the graph before it runs. */
export type Optimization = "disabled" | "basic" | "extended" | "all"

const optimizations: readonly string[] = ["disabled", "basic", "extended", "all"] satisfies Optimization[]

/**
 * @throws RangeError on what is no {@link Optimization}
 */
export function checkOptimization(optimization: string): void {
  if (optimizations.includes(optimization)) return
  throw new RangeError(`optimization must be one of ${optimizations.join(", ")}, got "${optimization}"`)
}

/**
 * @param what it is the number of, for the message
 * @throws RangeError on what is no whole number from 1
 */
export function checkCount(what: string, count: number): void {
  if (Number.isInteger(count) && count >= 1) return
  throw new RangeError(`${what} must be a whole number from 1, got ${count}`)
}
