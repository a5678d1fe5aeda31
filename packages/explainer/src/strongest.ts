import type { TargetInfo } from "@pami/core"

/** Returns the targets of highest score, highest first. */
export function strongest(prediction: readonly TargetInfo[], count = 5): TargetInfo[] {
  return [...prediction].sort((a, b) => b.score - a.score).slice(0, count)
}
