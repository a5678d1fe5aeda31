import type { Model } from "../contracts/backend.ts"
import { type Finding, note, warning } from "../contracts/finding.ts"
import { PamiError } from "../error.ts"

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
  readonly samples: readonly ArrayLike<number>[]
}

/**
 * Returns the activation, decided by the first of these that is clear: the task of the model, the last function of its
 * graph, the outputs themselves.
 *
 * @throws PamiError `OUTPUT_UNSUITABLE` for an embedding
 */
export function decideActivation(evidence: Evidence): { activation: Activation; finding: Finding } {
  const { output, task, graph, labels, samples, integers } = evidence
  const [first] = samples
  const count = first.length
  const unit = samples.every(insideUnit)
  // The range of input and baseline, if they show it: outputs for artificial inputs may lie anywhere.
  const own = samples.slice(0, 2)
  const shown = own.every(insideUnit) && !unit ? samples : own
  const range = `outputs from ${rangeOf(shown)}`
  const decided = (activation: Activation, message: string) => ({
    activation,
    finding: note(
      "ACTIVATION_CHOSEN",
      message,
      `if that is wrong, set the activation to one of ${activations.map((name) => `"${name}"`).join(", ")}`,
    ),
  })
  const turned = (activation: Activation, why: string) =>
    decided(activation, `${activation} turns the ${range} into probabilities: ${why}`)
  const already = (why: string) => decided("none", `the outputs are probabilities already: ${why}`)

  if (task?.task === "embedding") throw embedding(output, count, task.why)
  if (task?.task === "regression")
    return decided("value", `the ${range} are values, not probabilities: ${task.why} says regression`)
  if (integers)
    return decided(
      "value",
      `the output is integers (${rangeOf(shown)}), such as the steps of a quantised model: they are used as they are, not as probabilities`,
    )
  if (graph === "softmax" || graph === "sigmoid")
    if (unit) return already(`the model's graph ends in a ${graph}`)
  if (graph === "log-softmax" && samples.every(isLogarithm))
    return turned("exp", "the model's graph ends in a LogSoftmax")
  // Without artificial inputs, numbers between 0 and 1 may still be logits.
  const surelyUnit = unit && samples.length > 2
  if (task?.task === "multi-label")
    return surelyUnit
      ? already(`${task.why} says several labels, and they lie between 0 and 1`)
      : turned("sigmoid", `${task.why} says several labels`)
  if (task?.task === "single-label" && (!unit || (count > 1 && !samples.every(sumsToOne)))) {
    if (count > 1 && samples.every(logarithmsOfOne)) return turned("exp", "their exponentials sum to 1")
    return turned(count === 1 ? "sigmoid" : "softmax", `${task.why} says one label`)
  }
  if (count > 1 && isEmbedding(samples) && labels !== count)
    throw embedding(output, count, "its length is 1 for every input that was tried")
  const tried = `for all of ${samples.length} inputs`
  if (unit && (count === 1 || samples.every(sumsToOne)))
    return already(
      count === 1 ? `they lie between 0 and 1 ${tried}` : `they lie between 0 and 1 and sum to 1 ${tried}`,
    )
  if (unit)
    return {
      activation: "none",
      finding: note(
        "SEVERAL_LABELS",
        `the outputs lie between 0 and 1 ${tried} but do not sum to 1: taken as one probability for each label`,
        'if they are logits, set the activation to "softmax" or "sigmoid"',
      ),
    }
  if (count > 1 && samples.every(logarithmsOfOne))
    return turned("exp", `they are logarithms: their exponentials sum to 1 ${tried}`)
  if (count > 1) return turned("softmax", "they are not probabilities, and nothing says what they are")
  if (labels === 2) return turned("sigmoid", "one number stands for two labels")
  return decided(
    "value",
    `the output is one number (${rangeOf(shown)}), not between 0 and 1: taken as a value, as of a regression`,
  )
}

/**
 * Returns findings about an activation that the caller chose.
 *
 * @throws PamiError `ACTIVATION_UNSUITABLE` for a softmax of one number, which is always 1
 */
export function checkActivation(asked: Activation, samples: readonly ArrayLike<number>[]): Finding[] {
  const count = samples[0].length
  if (asked === "softmax" && count === 1)
    throw new PamiError(
      "ACTIVATION_UNSUITABLE",
      'a softmax of one number is 1 whatever the number is; use "sigmoid" for a logit, "none" for a probability, "value" for anything else',
    )
  const unit = samples.every(insideUnit)
  if (asked === "none" && !unit)
    return [
      warning(
        "LOGITS_AS_PROBABILITIES",
        `outputs from ${rangeOf(samples)} are not probabilities, and are used as they are`,
        'set the activation to "softmax" (exclusive classes) or "sigmoid" (several labels), or to "value" if they are not logits',
      ),
    ]
  if (asked === "exp" && !samples.every(isLogarithm))
    return [
      warning(
        "LOGITS_AS_PROBABILITIES",
        `outputs from ${rangeOf(samples)} are not logarithms of probabilities: their exponentials exceed 1`,
        'set the activation to "softmax"',
      ),
    ]
  if ((asked === "softmax" || asked === "sigmoid") && unit && count > 1 && samples.every(sumsToOne))
    return [
      warning(
        "ACTIVATION_TWICE",
        `the outputs are probabilities already (they sum to 1); another ${asked} flattens them`,
        'set the activation to "none"',
      ),
    ]
  return []
}

/**
 * Returns whether outputs for further inputs can change the decision: these look like probabilities, like logarithms or like
 * embeddings, which one output of another range disproves.
 */
export function isOpen(samples: readonly ArrayLike<number>[]): boolean {
  return samples.every(insideUnit) || samples.every(isLogarithm) || samples.every(hasLengthOne)
}

/** Returns whether vectors look like embeddings: of length 1, and not the probabilities of one certain class. */
export function isEmbedding(samples: readonly ArrayLike<number>[]): boolean {
  return samples.length > 2 && !samples.every(insideUnit) && samples.every(hasLengthOne)
}

function hasLengthOne(values: ArrayLike<number>): boolean {
  return Math.abs(sum(values, (value) => value * value) - 1) < sumTolerance
}

/** Returns whether all numbers lie between 0 and 1, as probabilities do. */
export function insideUnit(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!(values[i] >= -1e-6 && values[i] <= 1 + 1e-6)) return false
  return true
}

/** Returns whether numbers sum to 1, as probabilities of exclusive classes do. */
export function sumsToOne(values: ArrayLike<number>): boolean {
  return Math.abs(sum(values, (value) => value) - 1) < sumTolerance
}

// Half-precision outputs of a thousand classes sum to 1 within this.
const sumTolerance = 5e-3

function isLogarithm(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!(values[i] <= 1e-6)) return false
  return true
}

function logarithmsOfOne(values: ArrayLike<number>): boolean {
  return isLogarithm(values) && Math.abs(sum(values, Math.exp) - 1) < sumTolerance
}

function sum(values: ArrayLike<number>, of: (value: number) => number): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += of(values[i])
  return total
}

function rangeOf(samples: readonly ArrayLike<number>[]): string {
  let [low, high] = [Infinity, -Infinity]
  for (const values of samples)
    for (let i = 0; i < values.length; i++) {
      low = Math.min(low, values[i])
      high = Math.max(high, values[i])
    }
  const text = (value: number) => String(Number(value.toPrecision(3)))
  return `${text(low)} to ${text(high)}`
}

function embedding(output: string, count: number, why: string): PamiError {
  return new PamiError(
    "OUTPUT_UNSUITABLE",
    `output "${output}" is an embedding of ${count} numbers (${why}): it has no class to explain. ` +
      'Explain an output with class scores, or set the activation to "value" to explain single numbers of the vector.',
  )
}
