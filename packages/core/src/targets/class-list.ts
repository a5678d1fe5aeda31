import type { Model } from "../contracts/backend.ts"
import { type Finding, note } from "../contracts/finding.ts"
import { PamiError } from "../error.ts"
import { decode } from "../tensors/elements.ts"
import { listTensors, namedTensors, sizeOf } from "../tensors/shape.ts"
import type { Tensor, Tensors } from "../contracts/tensor.ts"
import { isEmbedding } from "./look-like.ts"

/** Returns whether the output of one item can be a list of class scores: numbers along one axis. */
function isClassList({ dtype, shape, data }: Tensor): boolean {
  // Some models omit the batch axis for a single item.
  const item = shape[0] === 1 ? shape.slice(1) : shape
  if (data.length === 0) return false
  if (dtype === "bool" || item.filter((length) => length > 1).length > 1) return false
  // One wide integer for each item is the number of the top class, not a score.
  return !dtype.startsWith("int") || dtype === "int8" || sizeOf(item) > 1
}

/** Returns whether the elements of an output are integers. */
export function holdsIntegers({ dtype }: Tensor): boolean {
  return !dtype.startsWith("float")
}

/** The facts that decide which output holds the class scores. */
export interface OutputFacts {
  /** The name that the caller chose, if any. */
  readonly asked: string | undefined
  /** Number of labels, if the caller has them. */
  readonly labels: number | undefined
  /** Outputs that the backend left out, for messages. */
  readonly leftOut: Model["leftOut"]
  /** Returns outputs for different inputs; called only if there is a choice. */
  readonly samples: () => Promise<readonly Tensors[]>
}

/**
 * Returns the output with the class scores: the one that was asked for, or the only list; of several, the one with as many
 * numbers as labels, or the only one with floating-point numbers that are not an embedding.
 *
 * @throws PamiError `OUTPUT_NOT_FOUND`, `OUTPUT_UNSUITABLE`, `OUTPUT_NOT_CHOSEN`
 */
export async function chooseOutput(
  outputs: Tensors,
  { asked, labels, leftOut = [], samples }: OutputFacts,
): Promise<{ output: string; finding?: Finding }> {
  const all = namedTensors(outputs).filter(({ name }) => asked === undefined || name === asked)
  const others = leftOut.map(({ name, reason }) => ` Output "${name}" ${reason}.`).join("")
  if (all.length === 0)
    throw new PamiError(
      "OUTPUT_NOT_FOUND",
      `the model has no output named "${asked}"; it has ${Object.keys(outputs).join(", ")}.${others}`,
    )
  const lists = all.filter(isClassList)
  if (lists.length === 0)
    throw new PamiError(
      "OUTPUT_UNSUITABLE",
      `class scores are numbers [batch, classes], not ${listTensors(all)}.${others} For other tasks, see @pami/targets.`,
    )
  if (lists.length === 1) return { output: lists[0].name }
  const fitting = lists.filter(({ data }) => data.length === labels || (labels === 2 && data.length === 1))
  let candidates = fitting.length > 0 ? fitting : lists
  if (candidates.length > 1) {
    const seen = await samples()
    candidates = candidates.filter(
      (tensor) => !holdsIntegers(tensor) && !isEmbedding(numbersIn(seen, tensor.name)),
    )
  }
  if (candidates.length !== 1)
    throw new PamiError(
      "OUTPUT_NOT_CHOSEN",
      `${lists.length} outputs may hold class scores: ${listTensors(lists)}. Choose one of them.`,
    )
  const [{ name }] = candidates
  return {
    output: name,
    finding: note(
      "OUTPUT_CHOSEN",
      `of the outputs ${listTensors(lists)}, "${name}" is explained: the others do not fit the labels, or hold integers or embeddings`,
      "if that is wrong, name the output",
    ),
  }
}

/** Returns the numbers of an output in 64 bits. */
function numbersOf(tensor: Tensor): Float64Array {
  return Float64Array.from(decode(tensor))
}

/** Returns the numbers of an output for each of several inputs for which the model gives it. */
export function numbersIn(samples: readonly Tensors[], output: string): Float64Array[] {
  return samples.filter((outputs) => output in outputs).map((outputs) => numbersOf(outputs[output]))
}

/**
 * Returns the class scores in an output, before any activation.
 *
 * @param input its name in messages
 * @throws PamiError `OUTPUT_NOT_FINITE`
 */
export function readClassList(outputs: Tensors, name: string, input: string): Float64Array {
  const values = numbersOf(outputs[name])
  const wrong = values.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0)
    throw new PamiError(
      "OUTPUT_NOT_FINITE",
      `${input} scores ${values[wrong]} for class ${wrong} of output "${name}". Check the preprocessing (mean, std, range, channel order) and the model.`,
    )
  return values
}
