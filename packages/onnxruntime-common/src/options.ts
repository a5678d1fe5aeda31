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
 * @param most the largest that is sound; default: the largest length of an axis
 * @throws RangeError on what is no whole number from 1 to `most`
 */
export function checkCount(what: string, count: number, most = 2 ** 31 - 1): void {
  if (Number.isInteger(count) && count >= 1 && count <= most) return
  throw new RangeError(`${what} must be a whole number from 1 to ${most}, got ${count}`)
}
