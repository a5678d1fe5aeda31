import type { PlatformUrl } from "@pami/core/tensor"
import { reviewLabels } from "../words/review.ts"
import { tagLabels } from "../words/tagged.ts"

/**
 * Says whether a review is positive, as BERT: `input_ids`, `attention_mask` and `token_type_ids` `[N, T]`, of any length up to
 * `length`, to `logits` `[N, 2]`.
 */
export const reviews = {
  task: "text-classification",
  onnx: new URL("../../models/reviews/model.onnx", import.meta.url) as PlatformUrl,
  tfjs: {
    "model.json": new URL("../../models/reviews/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/reviews/weights.bin", import.meta.url) as PlatformUrl,
  },
  /** Configuration and tokenizer, as on Hugging Face. */
  config: new URL("../../models/reviews/config.json", import.meta.url) as PlatformUrl,
  tokenizer: new URL("../../models/reviews/tokenizer.json", import.meta.url) as PlatformUrl,
  tokenizerConfig: new URL("../../models/reviews/tokenizer_config.json", import.meta.url) as PlatformUrl,
  labels: reviewLabels as readonly string[],
  activation: "softmax",
  /** Largest number of tokens. */
  length: 80,
} as const

/**
 * Says which words of a text are names of people, places and companies, as BERT: `input_ids`, `attention_mask` and `token_type_ids`
 * `[N, T]`, of any length up to `length`, to `logits` `[N, T, 4]`, the scores of the tags of each token.
 */
export const tags = {
  task: "token-classification",
  onnx: new URL("../../models/tags/model.onnx", import.meta.url) as PlatformUrl,
  tfjs: {
    "model.json": new URL("../../models/tags/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/tags/weights.bin", import.meta.url) as PlatformUrl,
  },
  /** Configuration and tokenizer, as on Hugging Face. */
  config: new URL("../../models/tags/config.json", import.meta.url) as PlatformUrl,
  tokenizer: new URL("../../models/tags/tokenizer.json", import.meta.url) as PlatformUrl,
  tokenizerConfig: new URL("../../models/tags/tokenizer_config.json", import.meta.url) as PlatformUrl,
  labels: tagLabels as readonly string[],
  activation: "softmax",
  /** Largest number of tokens. */
  length: 64,
} as const

/**
 * Answers the question at the end of a text by going on writing it, as GPT: `input_ids` and `attention_mask` `[N, T]`, of any length
 * up to `length`, to `logits` `[N, T, 86]`, the scores of the next piece at each.
 */
export const stories = {
  task: "text-generation",
  onnx: new URL("../../models/stories/model.onnx", import.meta.url) as PlatformUrl,
  tfjs: {
    "model.json": new URL("../../models/stories/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/stories/weights.bin", import.meta.url) as PlatformUrl,
  },
  /** Configuration and tokenizer, as on Hugging Face. */
  config: new URL("../../models/stories/config.json", import.meta.url) as PlatformUrl,
  tokenizer: new URL("../../models/stories/tokenizer.json", import.meta.url) as PlatformUrl,
  tokenizerConfig: new URL("../../models/stories/tokenizer_config.json", import.meta.url) as PlatformUrl,
  activation: "softmax",
  /** Largest number of tokens, with those of the answer. */
  length: 80,
} as const
