/** How far onnxruntime rewrites a graph before it runs it. */
export type Optimization = "disabled" | "basic" | "extended" | "all"

const optimizations: readonly string[] = ["disabled", "basic", "extended", "all"] satisfies Optimization[]

/**
 * Checks the option `optimization`.
 *
 * @throws RangeError unless it is an {@link Optimization}
 */
export function checkOptimization(optimization: string): void {
  if (optimizations.includes(optimization)) return
  throw new RangeError(`optimization must be one of ${optimizations.join(", ")}, got "${optimization}"`)
}
