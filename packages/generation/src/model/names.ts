import type { Model, TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import { generationError } from "../codes.ts"

const usualIds = ["decoder_input_ids", "input_ids", "tgt_ids", "tokens", "ids", "text"]

/**
 * Returns the input that takes the ids written so far: the one that is named, else the first of the usual names, else the
 * only one of whole numbers `[N, T]`.
 *
 * @throws PamiError `INPUT_NOT_FOUND`
 */
export function idsInput({ inputs }: Pick<Model, "inputs">, asked?: string): TensorInfo {
  const numbers = inputs.filter(({ name, dtype, shape }) => {
    const isMask = /mask|position/i.test(name)
    return ["int64", "int32"].includes(dtype) && !isMask && (shape.length === 2 || shape.length === 0)
  })
  const names = asked === undefined ? usualIds : [asked]
  const named = names.flatMap((name) => numbers.filter((input) => input.name === name))
  const found = named[0] ?? (asked === undefined && numbers.length === 1 ? numbers[0] : undefined)
  if (found !== undefined) return found
  throw generationError(
    "INPUT_NOT_FOUND",
    `expected an input ${asked === undefined ? "" : `"${asked}" `}for the ids of the answer, int64 or int32 [N, T]; the model takes ${listInputs(inputs)}. Name it with \`ids\`, or export the decoder with one.`,
    { inputs: inputs.map(({ name }) => name) },
  )
}

/** Returns the mask over the ids of the answer, if the model takes one. */
export function idsMask({ inputs }: Pick<Model, "inputs">, ids: string): TensorInfo | undefined {
  const own = inputs.find(({ name }) => name === "decoder_attention_mask")
  // Beside `decoder_input_ids`, the plain mask is that of the text that the encoder reads.
  const isPlain = ids !== "decoder_input_ids"
  return own ?? (isPlain ? inputs.find(({ name }) => name === "attention_mask") : undefined)
}

// More positions than any model is trained for: a few bytes of a model file can declare any number.
const mostPositions = 2 ** 18

/**
 * Returns the fixed number of ids that a decoder takes; `undefined` if it is free.
 *
 * @throws PamiError `MODEL_UNSUPPORTED` for more than 262,144
 */
export function fixedLength({ name, shape }: TensorInfo): number | undefined {
  const length = shape[1] ?? undefined
  if (length === undefined || length <= mostPositions) return length
  throw generationError(
    "MODEL_UNSUPPORTED",
    `the decoder declares ${length} positions in "${name}"; at most ${mostPositions}. Export it with a free or a shorter length.`,
    { length, most: mostPositions },
  )
}

/** Returns inputs or outputs as text: `"pixel_values" float32 [N, 3, 32, 32]`. */
export function listInputs(infos: readonly TensorInfo[]): string {
  return (
    infos
      .map(
        ({ name, dtype, shape }) =>
          `"${name}" ${dtype} ${shape.length === 0 ? "of any shape" : formatShape(shape)}`,
      )
      .join(", ") || "none"
  )
}
