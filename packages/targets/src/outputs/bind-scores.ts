import { type BoundTarget, type Finding, formatScore, type Look, nameTarget, type Scale } from "@pami/core"
import { peak, type Settings, type TargetInfo, type Tensors } from "@pami/core"
import { targetsError } from "../error-code.ts"
import { warning } from "../finding-code.ts"

/** Writes the scores of one item, one for each target. */
export type ScoreItem = (item: number, scores: Float64Array) => void

/** A target whose scores are not computed yet. */
export interface Questions {
  readonly targets: readonly Omit<TargetInfo, "score">[]
  readonly scale: Scale
  readonly settings: Settings
  readonly findings: readonly Finding[]
  /** Position of the preferred target. Default: the one of highest score. */
  readonly preferred?: number
  /** Probability of each target without any evidence. Default 0. */
  readonly chance?: number
  /** All possible targets. Default: those of `targets`. */
  readonly prediction?: readonly TargetInfo[]
  /** Returns a function that scores each of the first `count` items. */
  open(outputs: Tensors, count: number): ScoreItem
}

// Below this probability, a map shows little evidence: as of `classProbability`.
export const lowConfidence = 0.1

/**
 * Returns the bound target: scores the input and its baseline, and adds findings if the score is low, or the baseline's high.
 *
 * @throws PamiError `OUTPUT_NOT_FINITE`
 */
export function bindScores(
  { original, baseline }: Pick<Look, "original" | "baseline">,
  asked: Questions,
): BoundTarget {
  const { targets: questions, scale, settings, open, chance = 0 } = asked
  const score = (outputs: Tensors, count: number, scores: Float64Array) => {
    const scoreItem = open(outputs, count)
    for (let item = 0; item < count; item++)
      scoreItem(item, scores.subarray(item * questions.length, (item + 1) * questions.length))
  }
  const scoresOf = (outputs: Tensors) => {
    const scores = new Float64Array(questions.length)
    score(outputs, 1, scores)
    return scores
  }
  const scores = scoresOf(original)
  const wrong = scores.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0)
    throw targetsError(
      "OUTPUT_NOT_FINITE",
      `the input scores ${scores[wrong]} for ${nameTarget(questions[wrong], scale)}. Check the preprocessing (mean, std, range, channel order) and the model.`,
    )
  const targets = questions.map((question, position) => ({ ...question, score: scores[position] }))
  const preferred = asked.preferred ?? peak(scores)
  const masked = scoresOf(baseline)[preferred]
  return {
    targets,
    scale,
    preferred,
    ...(asked.prediction && { prediction: asked.prediction }),
    settings,
    findings: [
      ...asked.findings,
      ...(scale.unit === "probability"
        ? confidenceFindings(targets[preferred], masked, { scale, chance })
        : []),
    ],
    score,
  }
}

function confidenceFindings(
  target: TargetInfo,
  masked: number,
  { scale, chance }: { scale: Scale; chance: number },
): Finding[] {
  const [name, score] = [nameTarget(target, scale), formatScore(target.score, scale)]
  return [
    ...(target.score < lowConfidence
      ? [
          warning(
            "LOW_CONFIDENCE",
            `the model gives ${name} only ${score}: the map shows little evidence`,
            "if the prediction is wrong too, check the preprocessing (mean, std, range, channel order)",
          ),
        ]
      : []),
    ...(masked !== target.score && masked > Math.min(target.score, (target.score + chance) / 2)
      ? [
          warning(
            "BASELINE_SCORES_HIGH",
            `the fully masked input scores ${formatScore(masked, scale)} for ${name}, the input itself ${score}: the mask gives parts much of it`,
            "try another masking operator, or read out the difference to the baseline's score",
          ),
        ]
      : []),
  ]
}
