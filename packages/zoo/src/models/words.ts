import type { PlatformUrl } from "@pami/core/tensor"
import { reviewLabels } from "../words/review.ts"

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
