import type { BoundTarget, Target, TargetInfo } from "../contracts/target.ts"
import { peak } from "../read-out/maps.ts"
import { decode } from "../tensors/elements.ts"
import type { Tensors } from "../contracts/tensor.ts"
import { checkActivation, decideActivation, scaleOf } from "./activation.ts"
import type { Activation, TaskFacts } from "./activation.ts"
import { chooseOutput, holdsIntegers, numbersIn, readClassList } from "./class-list.ts"
import { type Classes, chooseClasses } from "./choose-classes.ts"
import {
  baselineScoresHigh,
  classCountFinding,
  classesLimited,
  lowConfidence,
  oneNumberForTwo,
} from "./class-findings.ts"
import { isOpen, sumsToOne } from "./look-like.ts"
import { readScores } from "./read-scores.ts"

/** Options of {@link classProbability}. */
export interface ClassProbabilityOptions {
  /** Name of the output. Default: the only one that holds a score for every class. */
  output?: string
  /**
   * The function from outputs to scores, see {@link Activation}. `auto`, the default, decides by `task`, by the last
   * function of the graph, or by the outputs for several inputs; the choice is a finding and a setting. The same model and
   * options get the same activation for every input, unless the outputs for an input contradict it.
   */
  activation?: Activation | "auto"
  /** The task of the model, as its files say. Default: unknown. */
  task?: TaskFacts
  /**
   * Classes whose scores are kept: numbers from 0, or a function that chooses them by the scores of the input itself, as
   * {@link topClasses} does. Default: all, so that any class can be read out later; of more than 2,000, the 2,000 of
   * highest score.
   */
  classes?: Classes
  /** Labels of the classes, in order, or their number. Another number of classes is a finding. */
  labels?: number | readonly string[]
}

/**
 * Returns the target of a classifier: the probability of each class, 0 to 1 (paper, section 3.3). One sweep serves all
 * classes. Takes outputs `[batch, classes]`, also with axes of length one: `[batch, classes, 1, 1]`. The preferred target is
 * the class of highest score.
 *
 * A single number between 0 and 1 is the probability of class 1 of two, and class 0 gets the rest; with one label, it is
 * the probability of that. Outputs that are not probabilities, as of a regression, are scores in their own unit: see
 * {@link BoundTarget.scale}.
 *
 * @example
 * const target = classProbability({ activation: "softmax", classes: topClasses(3) })
 */
export function classProbability(options: ClassProbabilityOptions = {}): Target {
  const { activation = "auto", classes, task } = options
  const names = typeof options.labels === "object" ? options.labels : undefined
  const labels = names?.length ?? (options.labels as number | undefined)
  return {
    name: "class-probability",
    settings: {
      output: options.output ?? null,
      activation,
      classes: typeof classes === "function" ? "chosen by the prediction" : (classes ?? "all"),
    },
    async bind({ original, baseline, model: { activations, leftOut }, probes }) {
      const choice = await chooseOutput(original, {
        asked: options.output,
        labels,
        leftOut,
        samples: async () => [original, baseline, ...(await probes())],
      })
      const { output } = choice
      const values = readClassList(original, output, "the input")
      const masked = readClassList(baseline, output, "the fully masked input")
      const length = values.length
      const own = [values, masked]
      const decided =
        activation === "auto"
          ? decideActivation({
              output,
              task,
              graph: activations?.[output],
              integers: holdsIntegers(original[output]),
              labels,
              samples: isOpen(own) ? [...own, ...samplesOf(await probes(), output, length)] : own,
            })
          : { activation, finding: checkActivation(activation, own) }
      const scale = scaleOf(decided.activation, own)
      const isProbability = scale.unit === "probability"
      const binary = length === 1 && isProbability && labels !== 1
      const count = binary ? 2 : length
      const read = readScores(decided.activation, length, binary)
      const prediction = read(values, 0).slice()
      const classInfos = Array.from(prediction, (score, id): TargetInfo => ({
        id,
        ...(names?.[id] !== undefined && { label: names[id] }),
        score,
      }))
      const kept = chooseClasses(classes, prediction)
      const isAll = kept.length === count && kept.every((id, index) => id === index)
      const targets = kept.map((id) => classInfos[id])
      const preferred = peak(targets.map(({ score }) => score))
      const best = targets[preferred]
      const maskedScore = read(masked, 0)[kept[preferred]]
      const findings = [
        choice.finding,
        decided.finding,
        binary && oneNumberForTwo,
        labels !== undefined && labels !== count && classCountFinding(count, labels),
        classes === undefined && !isAll && classesLimited(kept.length, count),
        isProbability && best.score < 0.1 && lowConfidence(best, scale),
        isProbability &&
          survives(maskedScore, best.score, prediction) &&
          baselineScoresHigh(best, maskedScore, scale),
      ].filter((finding) => typeof finding === "object")
      return {
        targets,
        scale,
        preferred,
        prediction: classInfos,
        settings: { output, activation: decided.activation, classes: isAll ? "all" : kept },
        findings,
        score(outputs, items, scores) {
          const data = decode(outputs[output])
          // A number that is missing makes the score NaN, which ends a sweep.
          for (let item = 0, to = 0; item < items; item++) {
            const all = read(data, item * length)
            for (let c = 0; c < kept.length; c++) scores[to++] = all[kept[c]]
          }
        },
      } satisfies BoundTarget
    },
  }
}

/**
 * Returns whether the baseline keeps most of a probability: over a half of its distance from chance, the score that a model
 * without knowledge gives each of exclusive classes. Above that, the mask explains more of a part's score than the input.
 */
function survives(baseline: number, score: number, prediction: Float64Array): boolean {
  const chance = sumsToOne(prediction) ? 1 / prediction.length : 0
  return baseline !== score && baseline > Math.min(score, (score + chance) / 2)
}

/** Returns the output for the artificial inputs, without answers of another length or that are not finite. */
function samplesOf(probes: readonly Tensors[], output: string, length: number): Float64Array[] {
  return numbersIn(probes, output).filter(
    (values) => values.length === length && values.every(Number.isFinite),
  )
}
