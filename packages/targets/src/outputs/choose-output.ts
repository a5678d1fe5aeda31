import type { Tensor, Tensors } from "@pami/core"
import { decode } from "@pami/core/tensor"
import { targetsError } from "../error-code.ts"
import { describeOutputs, type Fit } from "./fit.ts"

/** Options of {@link chooseOutput}. */
export interface OutputChoice<F extends Fit> {
  /** Name that the caller chose, if any. */
  readonly asked: string | undefined
  /** The outputs that fit, best first. */
  readonly fits: (outputs: Tensors) => readonly F[]
  /** The outputs that the target takes, for messages: `"maps of classes [N, classes, height, width]"`. */
  readonly takes: string
}

/**
 * Returns the output to read: the one that the caller named, or the only one that fits.
 *
 * @throws PamiError `OUTPUT_NOT_FOUND`, `OUTPUT_UNSUITABLE`, `OUTPUT_NOT_CHOSEN`
 */
export function chooseOutput<F extends Fit>(outputs: Tensors, { asked, fits, takes }: OutputChoice<F>): F {
  const has = describeOutputs(outputs)
  if (asked !== undefined && !Object.hasOwn(outputs, asked))
    throw targetsError(
      "OUTPUT_NOT_FOUND",
      `the model has no output "${asked}"; it has ${has}. Name one of them.`,
      {
        output: asked,
        outputs: Object.keys(outputs),
      },
    )
  const found = fits(asked === undefined ? outputs : { [asked]: outputs[asked] })
  if (found.length === 0)
    throw targetsError(
      "OUTPUT_UNSUITABLE",
      `expected ${takes}; the model has ${has}. Choose another target or output, or use ownTarget.`,
      { outputs: Object.keys(outputs) },
    )
  const clear = found.filter((fit) => fit.clear)
  const candidates = clear.length > 0 ? clear : found
  if (candidates.length > 1)
    throw targetsError(
      "OUTPUT_NOT_CHOSEN",
      `${candidates.length} outputs fit (${candidates.map(({ output }) => output).join(", ")}): name the one to explain`,
      { outputs: candidates.map(({ output }) => output) },
    )
  return candidates[0]
}

/**
 * Returns the numbers of an output.
 *
 * @param input its name in messages: `"the input"`
 * @throws PamiError `OUTPUT_NOT_FINITE`
 */
export function finiteNumbers(tensor: Tensor, output: string, input: string): Float32Array | Float64Array {
  const data = decode(tensor)
  let wrong = 0
  while (wrong < data.length && Number.isFinite(data[wrong])) wrong++
  if (wrong < data.length)
    throw targetsError(
      "OUTPUT_NOT_FINITE",
      `for ${input}, number ${wrong} of output "${output}" is ${data[wrong]}. Check the preprocessing (mean, std, range, channel order) and the model.`,
      { output, position: wrong },
    )
  return data
}

/** Returns a function that gives the start of each item in the data of an output: items are `size` numbers long. */
export function itemStarts(
  outputs: Tensors,
  name: string,
  size: number,
  count: number,
): { readonly data: Float32Array | Float64Array; readonly at: (item: number) => number } {
  const data = decode(outputs[name])
  if (data.length < size * count)
    throw targetsError(
      "OUTPUT_UNSUITABLE",
      `output "${name}" has ${data.length} numbers for ${count} items, not ${size} for each: run one item at a time`,
      { output: name, items: count },
    )
  return { data, at: (item) => item * size }
}
