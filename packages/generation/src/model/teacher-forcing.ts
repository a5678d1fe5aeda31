import type { DType, Model, Tensor, TensorInfo } from "@pami/core"
import { encode, sha256 } from "@pami/core/tensor"
import { generationError } from "../codes.ts"
import { fixedLength, idsInput, idsMask } from "./names.ts"

/** The ids that a decoder is fed. */
export interface ForcedAnswer {
  /** The ids of the answer, without start and end. */
  readonly ids: readonly number[]
  /** The id, or ids, before the answer: `decoder_start_token_id` of the model's `config.json`. */
  readonly start: number | readonly number[]
  /** Fills up the input of a decoder of fixed length. A causal decoder never looks at it. Default 0. */
  readonly pad?: number | undefined
  /** Name of the input of ids. Default: recognized. */
  readonly input?: string | undefined
}

/**
 * Returns a decoder that is fed the answer: at each position it scores the next word, given those before (teacher forcing).
 * The ids, and their mask, are inputs no more. The scores of the answer's first id are at position `start.length - 1`.
 *
 * @throws PamiError `ANSWER_EMPTY`, `ANSWER_TOO_LONG` for a decoder of a shorter fixed length, `INPUT_NOT_FOUND`,
 *   `MODEL_UNSUPPORTED` for one of more than 262,144 positions
 *
 * @example
 * const forced = forceAnswer(decoder, { ids: [4, 7], start: 1 })
 * console.log(forced.inputs.map(({ name }) => name).join()) // encoder_hidden_states
 */
export function forceAnswer(model: Model, answer: ForcedAnswer): Model {
  const { pad = 0 } = answer
  const input = idsInput(model, answer.input)
  const mask = idsMask(model, input.name)
  const starts = listStarts(answer.start)
  if (answer.ids.length === 0)
    throw generationError("ANSWER_EMPTY", "the answer has no ids: expected at least one")
  // The last id has no word after it to score.
  const fed = [...starts, ...answer.ids.slice(0, -1)]
  const length = fixedLength(input) ?? fed.length
  if (fed.length > length)
    throw generationError(
      "ANSWER_TOO_LONG",
      `the answer has ${answer.ids.length} ids; the decoder takes ${length - starts.length + 1}. Shorten the answer.`,
      { ids: answer.ids.length, most: length - starts.length + 1 },
    )
  const owned = [input.name, ...(mask === undefined ? [] : [mask.name])]
  const ids = Array.from({ length }, (_, place) => fed[place] ?? pad)
  const shown = Array.from({ length }, (_, place) => Number(place < fed.length))
  const run: Model["run"] = (feeds) => {
    const [items] = Object.values(feeds)[0].shape
    return model.run({
      ...feeds,
      [input.name]: repeatRow(input, ids, items),
      ...(mask !== undefined && { [mask.name]: repeatRow(mask, shown, items) }),
    })
  }
  // Not spread: a model may be an instance of a class.
  return Object.create(model, {
    inputs: { value: model.inputs.filter(({ name }) => !owned.includes(name)) },
    digest: {
      value: sha256([new TextEncoder().encode(JSON.stringify([model.digest, input.name, ids]))]),
    },
    settings: { value: { ...model.settings, answer: [...answer.ids], start: starts } },
    run: { value: run },
    dispose: { value: () => model.dispose() },
  }) as Model
}

/** Returns the ids before an answer. */
export function listStarts(start: number | readonly number[]): number[] {
  return typeof start === "number" ? [start] : [...start]
}

/** Returns a tensor of one row for each item. */
export function repeatRow(info: TensorInfo, row: readonly number[], items: number): Tensor {
  return tensorOf(
    info,
    Array.from({ length: items }, () => row),
  )
}

/** Returns a tensor of rows of whole numbers, of one length. */
export function tensorOf({ dtype }: TensorInfo, rows: readonly (readonly number[])[]): Tensor {
  const type = dtype as DType
  return {
    dtype: type,
    shape: [rows.length, rows[0].length],
    data: encode(type, Float32Array.from(rows.flat())),
  }
}
