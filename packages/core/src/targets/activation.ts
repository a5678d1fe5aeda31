import type { Model } from "../contracts/backend.ts"
import { type CoreFindingCode, type Finding, note, warning } from "../contracts/finding.ts"
import type { Scale } from "../contracts/target.ts"
import { PamiError } from "../error.ts"
import {
  exponentialsSumToOne,
  insideUnit,
  isEmbedding,
  notPositive,
  rangeOf,
  sumsToOne,
} from "./look-like.ts"
import { probabilityScale, valueScale } from "./scale.ts"

/**
 * The function from outputs to scores:
 *
 * - `softmax`: logits of exclusive classes to probabilities;
 * - `sigmoid`: logits of labels that may occur together, each to a probability;
 * - `exp`: logarithms of probabilities (LogSoftmax) to probabilities;
 * - `none`: the outputs are probabilities already;
 * - `value`: the outputs are numbers in the unit of the model, as of a regression, and stay as they are.
 */
export type Activation = (typeof activations)[number]

/** Names of the activations. */
export const activations = ["softmax", "sigmoid", "exp", "none", "value"] as const

/** The task that a model was trained for, as its files say. */
export interface TaskFacts {
  /**
   * `single-label`: exclusive classes; `multi-label`: labels that may occur together; `regression`: numbers with a unit;
   * `embedding`: a vector without classes.
   */
  readonly task: "single-label" | "multi-label" | "regression" | "embedding"
  /** The source, for messages: `"problem_type in config.json"`. */
  readonly why: string
}

/** The facts that decide an activation. */
export interface Evidence {
  /** Name of the output. */
  readonly output: string
  /** The task of the model, if its files name one. */
  readonly task: TaskFacts | undefined
  /** The last function of the graph, if it is known. */
  readonly graph: NonNullable<Model["activations"]>[string] | undefined
  /** Whether the output holds integers: steps of a quantised model, or counts. */
  readonly integers: boolean
  /** Number of labels, if the caller has them. */
  readonly labels: number | undefined
  /** The output for the input, for its baseline, and for artificial inputs; all of one length. */
  readonly samples: readonly Float64Array[]
}

/**
 * Returns the activation, decided by the first of these that is clear: the task of the model, the last function of its
 * graph, the outputs themselves.
 *
 * @throws PamiError `OUTPUT_UNSUITABLE` for an embedding
 */
export function decideActivation(evidence: Evidence): { activation: Activation; finding: Finding } {
  const { output, task, graph, labels, samples, integers } = evidence
  const count = samples[0].length
  const tried = `for all of ${samples.length} inputs`
  const isTask = (name: TaskFacts["task"]) => task?.task === name
  const isVector = task === undefined && labels !== count && isEmbedding(samples)
  if (isVector || isTask("embedding"))
    throw new PamiError(
      "OUTPUT_UNSUITABLE",
      `output "${output}" is an embedding of ${count} numbers (${task?.why ?? `its length is 1 ${tried}`}). Explain another output, or ${setActivation}.`,
    )

  const unit = samples.every(insideUnit)
  const probabilities = unit && (count === 1 || samples.every(sumsToOne))
  const between = `they lie between 0 and 1 ${tried}`
  const graphEnds = `the model's graph ends in a ${graph}`
  // The first that holds decides.
  const rules: [holds: boolean, Activation, why: string, code?: CoreFindingCode][] = [
    [isTask("regression"), "value", `${task?.why} says regression`],
    [integers, "value", "they are integers, as of a quantised model"],
    [graph === "log-softmax" && samples.every(notPositive), "exp", graphEnds],
    [unit && graph !== undefined && graph !== "log-softmax", "none", graphEnds],
    // Without artificial inputs, numbers between 0 and 1 may still be logits.
    [
      isTask("multi-label"),
      unit && samples.length > 2 ? "none" : "sigmoid",
      `${task?.why} says several labels`,
    ],
    [samples.every(exponentialsSumToOne), "exp", `their exponentials sum to 1 ${tried}`],
    [
      isTask("single-label") && !probabilities,
      count === 1 ? "sigmoid" : "softmax",
      `${task?.why} says one label`,
    ],
    [probabilities, "none", `${between}${count === 1 ? "" : " and sum to 1"}`],
    [unit, "none", `${between} but do not sum to 1, as of several labels`, "SEVERAL_LABELS"],
    [count > 1, "softmax", "nothing says what they are", "ACTIVATION_GUESSED"],
    [labels === 2, "sigmoid", "one number stands for two labels", "ACTIVATION_GUESSED"],
    [true, "value", "one number, as of a regression", "ACTIVATION_GUESSED"],
  ]
  const [, activation, why, code = "ACTIVATION_CHOSEN"] = rules.find(([holds]) => holds)!
  return {
    activation,
    finding: note(
      code,
      `the activation "${activation}" is used for outputs from ${rangeOf(samples)}: ${why}`,
      `if that is wrong, ${setActivation}`,
    ),
  }
}

const setActivation =
  'set the activation: "softmax" for exclusive classes, "sigmoid" for several labels, "none" for probabilities, "exp" for their logarithms, "value" for other numbers'

/** Returns the unit of the scores after an activation. */
export function scaleOf(activation: Activation, samples: readonly Float64Array[]): Scale {
  const isUnit =
    activation === "none"
      ? samples.every(insideUnit)
      : activation === "exp"
        ? samples.every(notPositive)
        : activation !== "value"
  return isUnit ? probabilityScale : valueScale
}

/**
 * Returns a finding if an activation that the caller chose does not fit the outputs.
 *
 * @throws PamiError `ACTIVATION_UNSUITABLE` for a softmax of one number, which is always 1
 */
export function checkActivation(asked: Activation, samples: readonly Float64Array[]): Finding | undefined {
  const isSoftmax = asked === "softmax"
  if (isSoftmax && samples[0].length === 1)
    throw new PamiError("ACTIVATION_UNSUITABLE", `a softmax of one number is always 1; ${setActivation}`)
  if (asked !== "value" && scaleOf(asked, samples) === valueScale)
    return warning(
      "LOGITS_AS_PROBABILITIES",
      `after the activation "${asked}", outputs from ${rangeOf(samples)} are values, not probabilities`,
      setActivation,
    )
  return (isSoftmax || asked === "sigmoid") && samples.every(sumsToOne)
    ? warning(
        "ACTIVATION_TWICE",
        `the outputs are probabilities already; another ${asked} flattens them`,
        setActivation,
      )
    : undefined
}
