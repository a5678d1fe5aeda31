import type { Part } from "@pami/core"

/** Returns the runs of a part inside the units of one input, numbered from its first. */
export function cutPart(part: Part, from: number, units: number): Part {
  const runs: number[] = []
  for (let i = 0; i < part.length; i += 2) {
    const start = Math.max(part[i], from)
    const end = Math.min(part[i + 1], from + units)
    if (start < end) runs.push(start - from, end - from)
  }
  return Int32Array.from(runs)
}

/** Returns runs in order as one part: runs that touch are one. */
export function joinRuns(...all: readonly ArrayLike<number>[]): Part {
  const runs: number[] = []
  for (const own of all)
    for (let i = 0; i < own.length; i += 2) {
      if (own[i] === own[i + 1]) continue
      if (runs.at(-1) === own[i]) runs[runs.length - 1] = own[i + 1]
      else runs.push(own[i], own[i + 1])
    }
  return Int32Array.from(runs)
}
