import { countParts, countUnits, partOf, positionOf, scoresOf, unitsOf, type Explanation } from "@pami/core"
import { selectionOf, type Contrast } from "@pami/explainer"
import type { Reach } from "../judge-contract.ts"

/**
 * Returns the scores that a map of the explanation is read against.
 *
 * @param ofParts whether each pass showed one part alone
 */
export function reachOf(explanation: Explanation, chosen: Contrast, ofParts: boolean): Reach {
  const [score, masked] = scoresOfChoice(explanation, chosen)
  return {
    whole: score.target - score.versus,
    masked: masked.target - masked.versus,
    best: ofParts ? bestPart(explanation, chosen) : null,
    scale: scaleOf(explanation, chosen),
  }
}

interface Pair {
  readonly target: number
  /** 0 without a contrast. */
  readonly versus: number
}

/** Returns the scores of the whole input, and those of the masked one. */
function scoresOfChoice(explanation: Explanation, { target, versus }: Contrast): [whole: Pair, masked: Pair] {
  const pair = (scoreAt: (position: number) => number) => ({
    target: scoreAt(positionOf(explanation, target)),
    versus: versus === undefined ? 0 : scoreAt(positionOf(explanation, versus)),
  })
  return [
    pair((position) => explanation.targets[position].score),
    pair((position) => explanation.baseline[position]),
  ]
}

function bestPart(explanation: Explanation, chosen: Contrast): Reach["best"] {
  const scores = scoresOf(explanation, selectionOf(chosen))
  const all = countUnits(explanation.grids)
  let best: Reach["best"] = null
  let pass = 0
  for (const partition of explanation.partitions) {
    const size = countParts(partition)
    for (let k = 0; k < size && pass + k < explanation.passes; k++)
      if (best === null || scores[pass + k] > best.score)
        best = { score: scores[pass + k], share: unitsOf(partOf(partition, k)) / all }
    pass += size
  }
  return best
}

function scaleOf(explanation: Explanation, chosen: Contrast): Reach["scale"] {
  const [score, masked] = scoresOfChoice(explanation, chosen)
  // Only a probability has a zero that means nothing was seen.
  const from = explanation.scale.unit === "probability" ? { target: 0, versus: 0 } : masked
  if (chosen.versus === undefined) return properRange(from.target, score.target)
  const most = Math.max(Math.abs(score.target - from.target), Math.abs(score.versus - from.versus))
  return properRange(-most, most)
}

function properRange(min: number, max: number): Reach["scale"] {
  return max > min && Number.isFinite(max - min) ? { min, max } : null
}
