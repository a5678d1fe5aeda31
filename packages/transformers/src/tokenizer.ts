import { openTokenizer } from "@pami/text"
import type { Tokenizer } from "@pami/text"
import type { OpenedPipeline } from "./pipeline.ts"
import { unsupported } from "./pipeline.ts"

/**
 * Returns the tokenizer of a pipeline: the ids of texts are those that transformers.js gives.
 *
 * @throws PamiError `PIPELINE_UNSUPPORTED` for a pipeline without a tokenizer, and the errors of `openTokenizer`
 */
export function tokenizerOf({ task, tokenizer }: OpenedPipeline): Tokenizer {
  if (tokenizer === undefined)
    throw unsupported(`a pipeline for ${task} needs a tokenizer: its model has no tokenizer.json`)
  const { _tokenizerJSON: json, _tokenizerConfig: config } = tokenizer
  const opened = openTokenizer({
    tokenizer: bytesOf(json),
    config: bytesOf(config),
    name: "the pipeline's tokenizer",
  })
  return { ...opened, encode: (text) => tokenizer.encode(text, { add_special_tokens: false }) }
}

function bytesOf(json: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json))
}
