import { PamiError } from "@pami/core"
import type { DType, TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import type { TextErrorCode } from "../codes.ts"

/** The meaning of an input of a model that takes tokens. */
export type TokenRole = "ids" | "attention" | "types" | "positions"

/** An input of a model that takes tokens. */
export interface TokenTensor {
  readonly name: string
  readonly dtype: "int64" | "int32" | "float32"
  readonly role: TokenRole
  /** Returns the shape of one item of `length` tokens, without the batch axis. */
  itemShape(length: number): readonly number[]
}

/** The inputs of a model that takes tokens. */
export interface TokenTensors {
  readonly tensors: readonly TokenTensor[]
  /** Number of tokens that the model takes; `null` for any number. */
  readonly length: number | null
}

const names: Readonly<Record<TokenRole, readonly string[]>> = {
  ids: ["input_ids", "input_word_ids", "word_ids", "token_ids", "tokens", "ids", "input"],
  attention: ["attention_mask", "input_mask", "mask", "padding_mask"],
  types: ["token_type_ids", "segment_ids", "input_type_ids", "type_ids", "token_types"],
  positions: ["position_ids", "positions"],
}

const dtypes: readonly (DType | "string")[] = ["int64", "int32", "float32"]

/**
 * Returns the inputs of a model, by their names and shapes: `input_ids`, `attention_mask`, `token_type_ids` and `position_ids`,
 * under the names of the usual exporters, or one input of any name, `[N, T]`.
 *
 * @throws PamiError `TOKENIZER_MISMATCH` for other inputs
 */
export function tokenTensors(declared: readonly TensorInfo[]): TokenTensors {
  const roles = declared.map(({ name }) => roleOf(name))
  if (!roles.includes("ids")) {
    // One input of any name takes the ids.
    const open = roles.flatMap((role, index) => (role === undefined ? [index] : []))
    if (open.length === 1) roles[open[0]] = "ids"
  }
  const mismatch = (reason: string) =>
    new PamiError<TextErrorCode>(
      "TOKENIZER_MISMATCH",
      `the model takes ${declared.map(({ name, dtype, shape }) => `${name} ${dtype} ${formatShape(shape)}`).join(", ") || "nothing"}: ${reason}`,
    )
  for (const role of new Set(roles))
    if (role !== undefined && roles.filter((other) => other === role).length > 1)
      throw mismatch(`two inputs are named as ${role} of tokens; give the tensors of one text`)
  if (!roles.includes("ids"))
    throw mismatch("none is named input_ids; name the input that takes token ids so")
  let length: number | null = null
  const tensors = declared.map(({ name, dtype, shape }, index): TokenTensor => {
    const role = roles[index]
    if (role === undefined)
      throw mismatch(
        `${name} is not known of models that take tokens; feed it, or export the model without it`,
      )
    if (!dtypes.includes(dtype)) throw mismatch(`${name} is ${dtype}; tokens are int64, int32 or float32`)
    const sides = shape.length === 0 ? [null] : shape.slice(1)
    const long = sides.flatMap((side, axis) => (side === 1 ? [] : [axis]))
    if (sides.length === 0 || long.length > 1)
      throw mismatch(`${name} is not [N, T], a row of tokens for each item`)
    const axis = long[0] ?? sides.length - 1
    const side = sides[axis]
    if (side !== null && length !== null && side !== length) throw mismatch("its inputs differ in length")
    length ??= side
    return {
      name,
      dtype: dtype as TokenTensor["dtype"],
      role,
      itemShape: (tokens) => sides.map((one, i) => (i === axis ? tokens : one!)),
    }
  })
  return { tensors, length }
}

function roleOf(name: string): TokenRole | undefined {
  // "serving_default_input_ids:0" of TensorFlow, "model/input_ids" of others.
  const bare = name
    .toLowerCase()
    .replace(/:\d+$/u, "")
    .replace(/^.*\//u, "")
    .replace(/^serving_default_/u, "")
  return (Object.keys(names) as TokenRole[]).find((role) => names[role].includes(bare))
}
