import { countUnits, unitsOf } from "@pami/core"
import type { Explanation, Part, TargetId } from "@pami/core"
import { gridOf, scoredParts, targetScores } from "../shared/read.ts"
import { difference, intersection } from "../shared/runs.ts"

/** A segment that was scored beside the taken ones. */
interface Candidate {
  readonly units: Part
  readonly gain: number
}

/** The candidates of one step, and the units that were taken before. */
interface Step {
  readonly taken: Part
  readonly candidates: readonly Candidate[]
}

/**
 * Returns the rank of the segment of each unit, from the parts alone. Parts are pairs: the taken segments with one more, and
 * the rest; what all first parts of a step preserve was taken before.
 */
export function readOrder(explanation: Explanation, target?: TargetId, grid?: string): Float32Array {
  const steps = readSteps(explanation, target)
  const order: Part[] = []
  // Candidates that were not taken in the step that scored them last.
  const waiting = new Map<string, Candidate & { readonly step: number }>()
  for (const [number, { candidates }] of steps.entries()) {
    const taken = steps[number + 1]?.taken
    for (const candidate of candidates.toSorted((a, b) => b.gain - a.gain)) {
      const { units } = candidate
      const isTaken = taken === undefined || intersection(units, taken).length > 0
      if (isTaken) order.push(units)
      if (isTaken) waiting.delete(units.join())
      else waiting.set(units.join(), { ...candidate, step: number })
    }
  }
  const rest = [...waiting.values()].sort((a, b) => b.step - a.step || b.gain - a.gain)
  order.push(...rest.map(({ units }) => units))

  const map = new Float32Array(countUnits(explanation.grids))
  for (const [rank, units] of order.entries())
    for (let i = 0; i < units.length; i += 2) map.fill(1 - rank / order.length, units[i], units[i + 1])
  return gridOf(map, explanation, grid)
}

function readSteps(explanation: Explanation, target: TargetId | undefined): Step[] {
  const { passes } = targetScores(explanation, target)
  const steps: Step[] = []
  let pass = 0
  for (const parts of scoredParts(explanation)) {
    const shown: { part: Part; value: number }[] = []
    for (let i = 0; i + 1 < parts.length; i += 2)
      shown.push({ part: parts[i], value: passes[pass + i] - passes[pass + i + 1] })
    pass += parts.length
    // One alone does not tell what was taken before.
    if (shown.length < 2) continue
    const taken = shown.map(({ part }) => part).reduce(intersection)
    const candidates = shown
      .map(({ part, value }) => ({ units: difference(part, taken), gain: value }))
      .filter(({ units }) => unitsOf(units) > 0)
    steps.push({ taken, candidates })
  }
  return steps
}
