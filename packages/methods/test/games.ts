// Games over segments of more than one unit, and their values by definition.
import { fixedPartitions, fromLabels } from "@pami/core"
import type { Game } from "./subject.ts"

/** A segmentation and a game in which a segment counts only if all its units are preserved. */
export function gameOver(labels: Int32Array, shape: readonly number[], score: (shown: boolean[]) => number) {
  const count = Math.max(...labels) + 1
  const game: Game = (shares) => {
    const shown = Array.from({ length: count }, () => true)
    for (const [unit, label] of labels.entries()) if (shares[unit] !== 1) shown[label] = false
    return score(shown)
  }
  return { count, game, segments: fixedPartitions([fromLabels(labels, shape)]) }
}

/** Scores of segments, alone and together. */
export const linear = (shown: readonly boolean[]): number =>
  shown.reduce((sum, one, segment) => sum + (one ? ((segment * 7) % 5) - 1 : 0), 0) / 16

export const nonlinear = (shown: readonly boolean[]): number => {
  const [a, b, c, d, e] = shown.map(Number)
  return (a * b + 2 * c * (1 - d) + Math.max(a, c) * e + 0.5 * d) / 8 + linear(shown) / 4
}

/** The Shapley value of each segment, as the mean over all sets of the others. */
export function shapley(count: number, score: (shown: boolean[]) => number): number[] {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))
  return Array.from({ length: count }, (_, segment) => {
    let value = 0
    for (let set = 0; set < 2 ** count; set++) {
      if (set & (1 << segment)) continue
      const shown = Array.from({ length: count }, (_, i) => (set & (1 << i)) !== 0)
      const size = shown.filter(Boolean).length
      const weight = (factorial(size) * factorial(count - size - 1)) / factorial(count)
      value += weight * (score(shown.with(segment, true)) - score(shown))
    }
    return value
  })
}
