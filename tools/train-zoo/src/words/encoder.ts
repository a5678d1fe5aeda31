import type { SymbolicTensor } from "@tensorflow/tfjs"
import { block, type BlockOptions, type Kit } from "../blocks.ts"
import { counted, embed, lookUp, places, toAllOf } from "./tokens.ts"

/** Size of an encoder of words. */
export interface WordEncoderOptions extends BlockOptions {
  /** Number of pieces. */
  readonly vocabulary: number
  /** Largest number of tokens. */
  readonly longest: number
  readonly blocks: number
  /** Tokens that each sees at once, itself in the middle. */
  readonly reach: number
}

/** An encoder of words as BERT (Devlin et al. 2019): inputs of any length, and its tokens. */
export interface WordEncoder {
  readonly inputs: readonly SymbolicTensor[]
  /** `[N, T, width]`. */
  readonly tokens: SymbolicTensor
  /** 1 for a token, 0 for padding, `[N, T, 1]`. */
  readonly there: SymbolicTensor
}

/** Returns an encoder with the inputs `input_ids`, `attention_mask` and `token_type_ids`, `[N, T]` each. */
export function wordEncoder(
  kit: Kit,
  { vocabulary, longest, blocks, reach, ...options }: WordEncoderOptions,
): WordEncoder {
  const { layers, initializers, input } = kit.tf
  const { width } = options
  const [ids, mask, types] = ["input_ids", "attention_mask", "token_type_ids"].map((name) =>
    input({ name, shape: [null], dtype: "int32" }),
  )
  const there = lookUp(kit, "there", mask, [0, 1])
  const rows = kit.sum("embeddings", [
    embed(kit, "words", ids, vocabulary, width),
    places(kit, counted(kit, there, longest), longest, width),
    embed(kit, "types", types, 2, width, 0.05),
  ])
  // Padding is zero, as outside the text.
  const visible = layers.multiply({ name: "visible" }).apply([rows, there]) as SymbolicTensor
  const neighbours = layers.conv1d({
    name: "neighbours",
    filters: width,
    kernelSize: reach,
    padding: "same",
    activation: "relu",
    kernelInitializer: initializers.heNormal({ seed: kit.seed() }),
  })
  let tokens = kit.sum("tokens", [visible, neighbours.apply(visible) as SymbolicTensor])
  const attention = { limits: toAllOf(kit, mask, [0, 1]) }
  for (let k = 0; k < blocks; k++) tokens = block(kit, `block_${k}`, tokens, options, attention)
  return { inputs: [ids, mask, types], tokens: kit.normal("norm", tokens), there }
}
