import { checkActivation, decideActivation, insideUnit } from "./activation.ts"
import type { Activation, TaskFacts } from "./activation.ts"
import { chooseOutput, holdsIntegers, readClassList } from "./class-list.ts"
import type { BoundTarget, Finding, Target } from "./contracts.ts"
import { PamiError } from "./error.ts"
import { exp } from "./exp.ts"
import { formatScore, nameScore, probabilityScale, valueScale } from "./scale.ts"
import type { Scale } from "./scale.ts"
import { decode } from "./tensor.ts"
import type { Tensors } from "./tensor.ts"

/** Options of {@link classProbability}. */
export interface ClassProbabilityOptions {
  /** Name of the output. Default: the only one that holds a score for every class. */
  output?: string
  /**
   * What turns the outputs into scores, see {@link Activation}. `auto`, the default, decides from `task`, from the
   * function that ends the model's graph, or else from the outputs for several inputs; the choice is a finding and a
   * setting. The same model and options get the same activation whatever the input is, unless its outputs for that input
   * cannot be what its outputs for all others are.
   */
  activation?: Activation | "auto"
  /** What the model's files say of its task. Default: nothing. */
  task?: TaskFacts
  /**
   * Classes whose scores are kept: numbers from 0, or a function that chooses them by the probabilities of the
   * input itself, as {@link topClasses} does. Default: all, so that any class can be read out later; of more than 2,000
   * the 2,000 of highest score.
   */
  classes?: "all" | readonly number[] | ((prediction: Float64Array) => readonly number[])
  /** Number of classes that the caller has labels for; another number in the model is a finding. */
  labels?: number
}

/** The `count` classes of highest probability, highest first. */
export function topClasses(count: number): (prediction: Float64Array) => number[] {
  return (prediction) =>
    Array.from(prediction.keys())
      .sort((a, b) => prediction[b] - prediction[a])
      .slice(0, count)
}

// Scores of more classes than these are kept only where they are asked for.
const mostClasses = 2000

/**
 * Probability of each class, 0 to 1 (paper, section 3.3). The sum over parts is linear in the output, so one sweep
 * serves every class. Takes outputs `[batch, classes]`, also with axes of length one: `[batch, classes, 1, 1]`.
 *
 * One number between 0 and 1 stands for two classes: it is the probability of class 1, and class 0 has the rest. Where
 * the caller has one label it stands for that one. Outputs that are no probabilities, as a regression's, are scored in
 * their own unit: see {@link BoundTarget.scale}.
 */
export function classProbability(options: ClassProbabilityOptions = {}): Target {
  const { activation = "auto", classes, labels, task } = options
  return {
    name: "class-probability",
    settings: {
      output: options.output ?? null,
      activation,
      classes: typeof classes === "function" ? "chosen by the prediction" : (classes ?? "all"),
    },
    async bind({ original, baseline, model, probes }) {
      const findings: Finding[] = []
      let output = options.output
      if (output === undefined) {
        const choice = await chooseOutput(original, labels, async () => [
          original,
          baseline,
          ...(await probes()),
        ])
        output = choice.output
        findings.push(...choice.findings)
      }
      const values = readClassList(original, output)
      const masked = readClassList(baseline, output)
      expectFinite(values, output, "the input")
      expectFinite(masked, output, "the fully masked input")
      const length = values.length
      let chosen = activation === "auto" ? undefined : activation
      if (chosen !== undefined) findings.push(...checkActivation(chosen, [values, masked]))
      else {
        const decided = decideActivation({
          output,
          task,
          graph: model.activations?.[output],
          integers: holdsIntegers(original[output]),
          labels,
          samples: [values, masked, ...samplesOf(await probes(), output, length)],
        })
        chosen = decided.activation
        findings.push(decided.finding)
      }
      const scale =
        chosen === "value" || (chosen === "none" && ![values, masked].every(insideUnit))
          ? valueScale
          : probabilityScale
      const binary = length === 1 && scale.unit === "probability" && labels !== 1
      if (binary) findings.push(binaryFinding(labels))
      const count = binary ? 2 : length
      if (labels !== undefined && labels !== count) findings.push(classCountFinding(count, labels))
      const everyClass = Array.from({ length: count }, (_, index) => index)
      const read = binary ? readBoth : readEach
      const prediction = new Float64Array(count)
      read(chosen, values, 0, length, everyClass, prediction, 0)
      const targets = chooseClasses(classes, prediction, everyClass, findings)
      const best = targets.reduce((a, b) => (prediction[b] > prediction[a] ? b : a))
      if (scale.unit === "probability" && prediction[best] < 0.1)
        findings.push(lowConfidence(best, prediction[best], scale))
      const name = output
      return {
        targets,
        scale,
        prediction,
        settings: { output, activation: chosen, classes: targets === everyClass ? "all" : targets },
        findings,
        score(outputs, items, scores) {
          const data = decode(outputs[name])
          if (data.length < items * length)
            throw new PamiError(
              "OUTPUT_UNSUITABLE",
              `output "${name}" has ${data.length} numbers for ${items} items; for one it has ${length}`,
            )
          for (let item = 0; item < items; item++)
            read(chosen, data, item * length, length, targets, scores, item * targets.length)
        },
      } satisfies BoundTarget
    },
  }
}

/** Writes the scores of `targets`, read from the `count` numbers of one item. */
type Read = (
  activation: Activation,
  data: ArrayLike<number>,
  from: number,
  count: number,
  targets: readonly number[],
  scores: Float64Array,
  to: number,
) => void

// Scratch of one softmax, grown to the largest number of classes seen.
let powers = new Float64Array(0)

const readEach: Read = (activation, data, from, count, targets, scores, to) => {
  if (activation === "none" || activation === "value")
    for (let t = 0; t < targets.length; t++) scores[to + t] = data[from + targets[t]]
  else if (activation === "exp")
    for (let t = 0; t < targets.length; t++) scores[to + t] = exp(data[from + targets[t]])
  else if (activation === "sigmoid")
    for (let t = 0; t < targets.length; t++) scores[to + t] = 1 / (1 + exp(-data[from + targets[t]]))
  else {
    let highest = -Infinity
    for (let i = from; i < from + count; i++) if (data[i] > highest) highest = data[i]
    if (powers.length < count) powers = new Float64Array(count)
    let sum = 0
    for (let i = 0; i < count; i++) sum += powers[i] = exp(data[from + i] - highest)
    for (let t = 0; t < targets.length; t++) scores[to + t] = powers[targets[t]] / sum
  }
}

const onlyClass = [0] as const

/** One number for two classes: the second's probability. */
const readBoth: Read = (activation, data, from, count, targets, scores, to) => {
  readEach(activation, data, from, count, onlyClass, scores, to)
  const second = scores[to]
  for (let t = 0; t < targets.length; t++) scores[to + t] = targets[t] === 1 ? second : 1 - second
}

function chooseClasses(
  asked: ClassProbabilityOptions["classes"],
  prediction: Float64Array,
  everyClass: readonly number[],
  findings: Finding[],
): readonly number[] {
  const count = everyClass.length
  if (asked === "all") return everyClass
  if (asked === undefined) {
    if (count <= mostClasses) return everyClass
    findings.push({
      code: "CLASSES_LIMITED",
      level: "note",
      message: `scores are kept of the ${mostClasses} strongest of ${count} classes`,
      fix: "name the classes that are to be explained",
    })
    return topClasses(mostClasses)(prediction)
  }
  const targets = typeof asked === "function" ? asked(prediction) : asked
  if (targets.length === 0) throw new RangeError("at least one class is needed")
  for (const target of targets)
    if (!Number.isInteger(target) || target < 0 || target >= count)
      throw new PamiError(
        "TARGET_OUT_OF_RANGE",
        `class ${target} does not exist: the model has ${count}, numbered 0 to ${count - 1}`,
      )
  return targets
}

/** The output for the inputs that were made up, as far as the model has an answer for them. */
function samplesOf(probes: readonly Tensors[], output: string, length: number): ArrayLike<number>[] {
  return probes
    .flatMap((outputs) => (Object.hasOwn(outputs, output) ? [decode(outputs[output])] : []))
    .filter((values) => values.length === length && values.every(Number.isFinite))
}

function expectFinite(values: ArrayLike<number>, name: string, what: string): void {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]))
      throw new PamiError(
        "OUTPUT_NOT_FINITE",
        `the model returned ${values[i]} for class ${i} of output "${name}" on ${what}. ` +
          "Check the preprocessing (mean, std, range) and the model itself.",
      )
}

function binaryFinding(labels: number | undefined): Finding {
  return {
    code: "ONE_NUMBER_FOR_TWO",
    level: "note",
    message:
      "the model gives one number: it is taken as the probability of class 1, and class 0 gets the rest",
    fix:
      labels === undefined
        ? "name the two classes, the one that the number stands for last"
        : "if the number stands for the first label, swap the labels",
  }
}

function classCountFinding(count: number, labels: number): Finding {
  const background: Readonly<Record<string, readonly [what: string, fix: string]>> = {
    "1": [
      " The model may have a background class: first, and each label names the class before the one that it belongs to; or last, and the labels are right",
      "if the background is first, put a label for it before the others; if it is last, after them",
    ],
    "-1": [
      " The labels may be numbered from 1, or start with a background class that the model lacks: then each names the class after the one that it belongs to. If a background class is last, the labels are right",
      "number the labels from 0; if the first or the last one is of the background, take it away",
    ],
  }
  const [what, fix] = background[count - labels] ?? ["", "use the labels that belong to this model"]
  return {
    code: "CLASS_COUNT_DIFFERS",
    level: "warning",
    message: `the model has ${count} classes, the labels name ${labels}.${what}`,
    fix,
  }
}

function lowConfidence(target: number, probability: number, scale: Scale): Finding {
  return {
    code: "LOW_CONFIDENCE",
    level: "warning",
    message: `the model gives ${nameScore(target, scale)} only ${formatScore(probability, scale)}: the map shows what little speaks for it`,
    fix: "if the prediction is wrong too, check the preprocessing: mean, std, range, channel order",
  }
}
