import type { Model, Tensor, Tensors } from "@pami/core"
import { decode, formatShape } from "@pami/core/tensor"
import { generationError } from "../codes.ts"

/** The output that scores words, and how it is read. */
export interface LogitsFormat {
  readonly output: string
  /** Size of the vocabulary. */
  readonly size: number
  /** `softmax` for logits and logarithms of probabilities, `none` for probabilities. */
  readonly activation: "softmax" | "none"
  /** Whether the numbers alone show that they are probabilities. */
  readonly guessed: boolean
}

const takes = "scores of words [N, positions, vocabulary]"

/**
 * Returns the output that scores words: the one that is named, else `logits`, else the only one of the shape
 * `[N, positions, vocabulary]`.
 *
 * @param asked its name, if the caller chose one
 * @throws PamiError `OUTPUT_NOT_FOUND`, `OUTPUT_NOT_CHOSEN`, `OUTPUT_UNSUITABLE` for an output without an axis of words
 */
export function logitsFormat(
  outputs: Tensors,
  { activations = {} }: Pick<Model, "activations">,
  asked?: string,
): LogitsFormat {
  const has = Object.entries(outputs)
    .map(([name, { dtype, shape }]) => `"${name}" ${dtype} ${formatShape(shape)}`)
    .join(", ")
  if (asked !== undefined && !Object.hasOwn(outputs, asked))
    throw generationError(
      "OUTPUT_NOT_FOUND",
      `the model has no output "${asked}"; it has ${has}. Name one of them.`,
      { output: asked, outputs: Object.keys(outputs) },
    )
  const fitting = Object.keys(outputs).filter((name) => fits(outputs[name]))
  const output = asked ?? (fitting.includes("logits") ? "logits" : fitting[0])
  if (output === undefined || !fitting.includes(output))
    throw generationError(
      "OUTPUT_UNSUITABLE",
      `expected ${takes}; the model has ${has}. Export the model with its language head, so that it scores every word at every position.`,
      { outputs: Object.keys(outputs) },
    )
  if (asked === undefined && output !== "logits" && fitting.length > 1)
    throw generationError(
      "OUTPUT_NOT_CHOSEN",
      `${fitting.length} outputs fit (${fitting.join(", ")}): name the one that scores words`,
      { outputs: fitting },
    )
  const size = outputs[output].shape[2]
  const isKnown = activations[output] !== undefined
  const isProbability = isKnown ? activations[output] === "softmax" : holdsProbabilities(outputs[output])
  return { output, size, activation: isProbability ? "none" : "softmax", guessed: isProbability && !isKnown }
}

function fits({ dtype, shape }: Tensor): boolean {
  return dtype.startsWith("float") && shape.length === 3 && shape[1] > 0 && shape[2] > 1
}

/** Returns whether the scores at the first position lie from 0 to 1 and add up to 1. */
function holdsProbabilities(tensor: Tensor): boolean {
  const data = decode(tensor)
  let sum = 0
  for (let id = 0; id < tensor.shape[2]; id++) {
    if (!(data[id] >= 0 && data[id] <= 1)) return false
    sum += data[id]
  }
  return Math.abs(sum - 1) < 1e-3
}
