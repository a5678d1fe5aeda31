import type { Part } from "@pami/core"

/** Returns the runs of a part inside a range of units, numbered from its first. */
export function cutPart(part: Part, from: number, units: number): Part {
  const runs: number[] = []
  for (let i = 0; i < part.length; i += 2) {
    const start = Math.max(part[i], from)
    const end = Math.min(part[i + 1], from + units)
    if (start < end) runs.push(start - from, end - from)
  }
  return Int32Array.from(runs)
}

/** Returns a part inside a range of units, and all units outside of it. */
export function withOthers(part: Part, from: number, to: number, units: number): Part {
  const runs: number[] = []
  const push = (start: number, end: number) => {
    if (start >= end) return
    if (runs.at(-1) === start) runs[runs.length - 1] = end
    else runs.push(start, end)
  }
  push(0, from)
  for (let i = 0; i < part.length; i += 2) push(Math.max(part[i], from), Math.min(part[i + 1], to))
  push(to, units)
  return Int32Array.from(runs)
}
