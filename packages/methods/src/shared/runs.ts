import type { Part } from "@pami/core"

/** Returns the units of which `keep` says so, by whether `a` and `b` hold them. */
function combine(a: Part, b: Part, keep: (inA: boolean, inB: boolean) => boolean): Part {
  const runs: number[] = []
  let [i, j, open] = [0, 0, false]
  while (i < a.length || j < b.length) {
    const at = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    // Runs that touch end and start at one unit.
    while (a[i] === at) i++
    while (b[j] === at) j++
    const inside = keep(i % 2 === 1, j % 2 === 1)
    if (inside !== open) runs.push(at)
    open = inside
  }
  return Int32Array.from(runs)
}

/** Returns the units of `a`, of `b`, or of both. */
export function union(a: Part, b: Part): Part {
  return combine(a, b, (inA, inB) => inA || inB)
}

/** Returns the units of both `a` and `b`. */
export function intersection(a: Part, b: Part): Part {
  return combine(a, b, (inA, inB) => inA && inB)
}

/** Returns the units of `a` that are not in `b`. */
export function difference(a: Part, b: Part): Part {
  return combine(a, b, (inA, inB) => inA && !inB)
}
