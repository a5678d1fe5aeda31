import { type Finding, note } from "../contracts/finding.ts"
import { PamiError } from "../error.ts"
import { decode } from "../tensors/elements.ts"
import { formatShape, sizeOf } from "../tensors/shape.ts"
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

/**
 * Returns the output with the class scores: the only list; of several, the one with as many numbers as labels, or the only
 * one with floating-point numbers that are not an embedding.
 *
 * @param samples returns outputs for different inputs; called only if there is a choice
 * @throws PamiError `OUTPUT_UNSUITABLE`, `OUTPUT_NOT_CHOSEN`
 */
export async function chooseOutput(
  outputs: Tensors,
  labels: number | undefined,
  samples: () => Promise<readonly Tensors[]>,
): Promise<{ output: string; finding?: Finding }> {
  const all = Object.entries(outputs)
  const lists = all.filter(([, tensor]) => isClassList(tensor))
  if (lists.length === 0)
    throw new PamiError(
      "OUTPUT_UNSUITABLE",
      `no output holds one score for every class, [batch, classes]; the model gives ${describe(all)}. For detection, segmentation and text, write a target.`,
    )
  if (lists.length === 1) return { output: lists[0][0] }
  const fitting = lists.filter(
    ([, { data }]) => data.length === labels || (labels === 2 && data.length === 1),
  )
  let candidates = fitting.length > 0 ? fitting : lists
  if (candidates.length > 1) {
    const seen = await samples()
    candidates = candidates.filter(
      ([name, tensor]) =>
        !holdsIntegers(tensor) &&
        !isEmbedding(seen.filter((one) => name in one).map((one) => numbersOf(one[name]))),
    )
  }
  if (candidates.length !== 1)
    throw new PamiError(
      "OUTPUT_NOT_CHOSEN",
      `${lists.length} outputs may hold class scores: ${describe(lists)}. Choose one of them.`,
    )
  const [[output]] = candidates
  return {
    output,
    finding: note(
      "OUTPUT_CHOSEN",
      `of the outputs ${describe(lists)}, "${output}" is explained: the others do not fit the labels, or hold integers or embeddings (vectors of length 1)`,
      "if that is wrong, name the output",
    ),
  }
}

function describe(outputs: [name: string, Tensor][]): string {
  return outputs.map(([name, { dtype, shape }]) => `${name} ${dtype} ${formatShape(shape)}`).join(", ")
}

/** Returns the numbers of an output in 64 bits. */
export function numbersOf(tensor: Tensor): Float64Array {
  return Float64Array.from(decode(tensor))
}

/**
 * Returns the numbers of an output.
 *
 * @throws PamiError `OUTPUT_NOT_FOUND`, `OUTPUT_UNSUITABLE`
 */
export function readClassList(outputs: Tensors, name: string): Float64Array {
  // Every object has a property "constructor".
  const tensor = Object.hasOwn(outputs, name) ? outputs[name] : undefined
  if (tensor === undefined)
    throw new PamiError(
      "OUTPUT_NOT_FOUND",
      `the model has no output named "${name}"; it has ${Object.keys(outputs).join(", ")}`,
    )
  if (!isClassList(tensor))
    throw new PamiError(
      "OUTPUT_UNSUITABLE",
      `output "${name}" is ${tensor.dtype} ${formatShape(tensor.shape)}; class scores are numbers [batch, classes]`,
    )
  return numbersOf(tensor)
}
