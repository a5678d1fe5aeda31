import type { Activation } from "./activation.ts"
import type { BoundTarget, Finding, Target } from "./contracts.ts"
import { PamiError } from "./error.ts"
import { exp } from "./exp.ts"
import { probabilityScale, valueScale } from "./scale.ts"
import { decode, formatShape } from "./tensor.ts"
import type { Tensor, Tensors } from "./tensor.ts"

/** Options of {@link classProbability}. */
export interface ClassProbabilityOptions {
  /** Name of the output. Default: the only one that holds a score for every class. */
  output?: string
  /**
   * `softmax` for logits of exclusive classes, `sigmoid` for logits of labels that go together, `none` for
   * outputs that are used as they are. `auto`, the default, looks at the outputs: numbers in [0, 1] are taken
   * as they are, anything else gets a softmax (a single number a sigmoid); the choice is a finding and a setting.
   */
  activation?: Activation | "auto"
  /**
   * Classes whose scores are kept: numbers from 0, or a function that chooses them by the probabilities of the
   * input itself, as {@link topClasses} does. Default: all, so that any class can be read out later.
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

/**
 * Probability of each class, 0 to 1 (paper, section 3.3). The sum over parts is linear in the output, so one sweep
 * serves every class. Takes outputs `[batch, classes]`, also with axes of length one: `[batch, classes, 1, 1]`.
 */
export function classProbability(options: ClassProbabilityOptions = {}): Target {
  const { output, activation = "auto", classes = "all", labels } = options
  return {
    name: "class-probability",
    settings: {
      output: output ?? null,
      activation,
      classes: typeof classes === "function" ? "chosen by the prediction" : classes,
    },
    bind(original, baseline) {
      const name = output ?? chooseOutput(original, labels)
      const values = classScores(original, name)
      const masked = classScores(baseline, name)
      const count = values.length
      expectFinite(values, name, "the input")
      expectFinite(masked, name, "the fully masked input")
      const chosen = activation === "auto" ? guessActivation([values, masked]) : activation
      const findings = activationFindings(activation, chosen, [values, masked])
      if (labels !== undefined && labels !== count) findings.push(classCountFinding(count, labels))
      const prediction = new Float64Array(count)
      const everyClass = Array.from({ length: count }, (_, index) => index)
      activate(chosen, values, 0, count, everyClass, prediction, 0)
      const targets =
        classes === "all" ? everyClass : typeof classes === "function" ? classes(prediction) : classes
      expectInRange(targets, count)
      const best = targets.reduce((a, b) => (prediction[b] > prediction[a] ? b : a))
      if (prediction[best] < 0.1) findings.push(lowConfidence(best, prediction[best]))
      return {
        targets,
        scale:
          chosen === "value" || (chosen === "none" && ![values, masked].every(insideUnit))
            ? valueScale
            : probabilityScale,
        prediction,
        settings: { output: name, activation: chosen, classes: classes === "all" ? "all" : targets },
        findings,
        score(outputs, items, scores) {
          const data = decode(outputs[name])
          for (let item = 0; item < items; item++)
            activate(chosen, data, item * count, count, targets, scores, item * targets.length)
        },
      } satisfies BoundTarget
    },
  }
}

// Scratch of one softmax, grown to the largest number of classes seen.
let powers = new Float64Array(0)

function activate(
  activation: Activation,
  data: ArrayLike<number>,
  from: number,
  count: number,
  targets: readonly number[],
  scores: Float64Array,
  to: number,
): void {
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

/** The shape without its batch and without axes of length one has to be that of a list. */
function isClassList({ dtype, shape }: Tensor): boolean {
  return dtype.startsWith("float") && shape.slice(1).filter((length) => length > 1).length <= 1
}

function chooseOutput(outputs: Tensors, labels: number | undefined): string {
  const all = Object.entries(outputs)
  const lists = all.filter(([, tensor]) => isClassList(tensor))
  const fitting = lists.filter(([, { data }]) => data.length === labels)
  const candidates = fitting.length === 1 ? fitting : lists
  const named = (entries: typeof all) =>
    entries.map(([name, { shape }]) => `${name} ${formatShape(shape)}`).join(", ")
  if (candidates.length === 1) return candidates[0][0]
  if (candidates.length === 0)
    throw new PamiError(
      "OUTPUT_UNSUITABLE",
      `no output holds one score for every class, [batch, classes]; the model gives ${named(all)}. ` +
        "Detection, segmentation and text need a target of their own.",
    )
  throw new PamiError(
    "OUTPUT_NOT_CHOSEN",
    `the model has ${candidates.length} outputs that may hold class scores: ${named(candidates)}. Name one.`,
  )
}

function classScores(outputs: Tensors, name: string): Float32Array | Float64Array {
  const tensor = outputs[name]
  if (tensor === undefined)
    throw new PamiError(
      "OUTPUT_NOT_FOUND",
      `the model has no output named "${name}"; it has ${Object.keys(outputs).join(", ")}`,
    )
  if (!isClassList(tensor))
    throw new PamiError(
      "OUTPUT_UNSUITABLE",
      `output "${name}" is ${tensor.dtype} ${formatShape(tensor.shape)}; class scores are float [batch, classes]`,
    )
  return decode(tensor)
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

function expectInRange(targets: readonly number[], count: number): void {
  if (targets.length === 0) throw new RangeError("at least one class is needed")
  for (const target of targets)
    if (!Number.isInteger(target) || target < 0 || target >= count)
      throw new PamiError(
        "TARGET_OUT_OF_RANGE",
        `class ${target} does not exist: the model has ${count}, numbered 0 to ${count - 1}`,
      )
}

// Half-precision outputs of a thousand classes sum to 1 within this.
const sumTolerance = 5e-3

function insideUnit(values: ArrayLike<number>): boolean {
  return Array.from(values).every((value) => value >= -1e-6 && value <= 1 + 1e-6)
}

function sumsToOne(values: ArrayLike<number>): boolean {
  return Math.abs(Array.from(values).reduce((sum, value) => sum + value, 0) - 1) < sumTolerance
}

function guessActivation(samples: readonly ArrayLike<number>[]): Activation {
  if (samples.every(insideUnit)) return "none"
  return samples[0].length === 1 ? "sigmoid" : "softmax"
}

function activationFindings(
  asked: Activation | "auto",
  chosen: Activation,
  samples: readonly ArrayLike<number>[],
): Finding[] {
  const probabilities = samples.every(insideUnit)
  const exclusive = probabilities && samples.every(sumsToOne)
  const [low, high] = [Math.min(...Array.from(samples[0])), Math.max(...Array.from(samples[0]))].map((v) =>
    v.toFixed(2),
  )
  const range = `outputs from ${low} to ${high}`
  if (asked === "auto")
    return [
      probabilities && !exclusive && samples[0].length > 1
        ? {
            code: "SEVERAL_LABELS",
            level: "note",
            message:
              "the outputs lie between 0 and 1 but do not sum to 1: taken as one probability for each label",
            fix: 'if they are logits, set the activation to "softmax" or "sigmoid"',
          }
        : {
            code: "ACTIVATION_CHOSEN",
            level: "note",
            message: probabilities
              ? "the outputs are probabilities already and are used as they are"
              : `${range} are not probabilities: a ${chosen} turns them into such`,
            fix: 'else set the activation: "softmax", "sigmoid" or "none"',
          },
    ]
  if (asked === "none" && !probabilities)
    return [
      {
        code: "LOGITS_AS_PROBABILITIES",
        level: "warning",
        message: `${range} look like logits, not like probabilities, and are used as they are`,
        fix: 'set the activation to "softmax" (exclusive classes) or "sigmoid" (several labels)',
      },
    ]
  if (asked !== "none" && asked !== "value" && exclusive && samples[0].length > 1)
    return [
      {
        code: "ACTIVATION_TWICE",
        level: "warning",
        message: `the outputs are probabilities already (they sum to 1); another ${asked} flattens them`,
        fix: 'set the activation to "none"',
      },
    ]
  return []
}

function classCountFinding(count: number, labels: number): Finding {
  const shifted = count === labels + 1 ? " A background class first would shift every label by one." : ""
  return {
    code: "CLASS_COUNT_DIFFERS",
    level: "warning",
    message: `the model has ${count} classes, the labels name ${labels}.${shifted}`,
    fix: "use the labels that belong to this model",
  }
}

function lowConfidence(target: number, probability: number): Finding {
  return {
    code: "LOW_CONFIDENCE",
    level: "warning",
    message: `the model gives class ${target} a probability of only ${(probability * 100).toPrecision(2)} %: the map shows what little speaks for it`,
    fix: "if the prediction is wrong too, check the preprocessing: mean, std, range, channel order",
  }
}
