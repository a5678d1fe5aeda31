import type { SymbolicTensor } from "@tensorflow/tfjs"
import { block, type BlockOptions, type Kit } from "../blocks.ts"
import { counted, lookUp, places, toEarlier, withEarlier } from "./tokens.ts"

/** Size of a decoder of words. */
export interface WordDecoderOptions extends BlockOptions {
  /** Number of pieces. */
  readonly vocabulary: number
  /** Largest number of tokens, below 100. */
  readonly longest: number
  readonly blocks: number
  /** Tokens before each that it sees at once. */
  readonly reach: number
  /** How much less each head attends to a token for each token between, 0 for a head that finds all alike. */
  readonly slopes: readonly number[]
}

/** A decoder of words as GPT (Radford et al. 2018): inputs of any length, and its tokens. */
export interface WordDecoder {
  readonly inputs: readonly SymbolicTensor[]
  /** Each knows those before it, `[N, T, width]`. */
  readonly tokens: SymbolicTensor
}

/** Returns a decoder with the inputs `input_ids` and `attention_mask`, `[N, T]` each; padding may be on either side. */
export function wordDecoder(
  kit: Kit,
  { vocabulary, longest, blocks, reach, slopes, ...options }: WordDecoderOptions,
): WordDecoder {
  const { width } = options
  const [ids, mask] = ["input_ids", "attention_mask"].map((name) =>
    kit.tf.input({ name, shape: [null], dtype: "int32" }),
  )
  const there = lookUp(kit, "there", mask, [0, 1])
  const counts = counted(kit, there, longest)
  let tokens = kit.sum("embeddings", [
    kit.dense("neighbours", width, withEarlier(kit, ids, reach, vocabulary, width / 2)),
    places(kit, counts, longest, width),
  ])
  const attention = toEarlier(kit, counts, there, slopes)
  for (let k = 0; k < blocks; k++) tokens = block(kit, `block_${k}`, tokens, options, attention)
  return { inputs: [ids, mask], tokens: kit.normal("norm", tokens) }
}
