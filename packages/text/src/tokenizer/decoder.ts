import { library } from "./library.ts"
import { unsupported } from "./failure.ts"
import { fieldsOf, textOf } from "./json.ts"
import type { Fields } from "./json.ts"
import { messageOf } from "./message-of.ts"

/**
 * Returns the function that joins pieces to a text, as `tokenizer.json` describes it.
 *
 * @throws PamiError `TOKENIZER_UNSUPPORTED`
 */
export function decoderOf(json: Fields): (pieces: readonly string[]) => string {
  const config = fieldsOf(json["decoder"], "decoder")
  const suffix = textOf(fieldsOf(json["model"], "model")?.["end_of_word_suffix"] ?? "", "end_of_word_suffix")
  if (config === undefined) return (pieces) => pieces.join(" ")
  const join = libraryDecoder(config)
  return (pieces) => {
    if (pieces.length === 0) return ""
    const text = join(pieces)
    return suffix === "" ? text : text.replaceAll(suffix, " ").trim()
  }
}

function libraryDecoder(config: Fields): (pieces: readonly string[]) => string {
  const nothing = {
    model: { vocab: {} },
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    added_tokens: [],
  }
  try {
    const { decoder } = new library.Tokenizer({ ...nothing, decoder: { suffix: "</w>", ...config } }, {})
    decoder!.decode(["a"])
    return (pieces) => decoder!.decode([...pieces])
  } catch (cause) {
    throw unsupported(`the decoder of the tokenizer cannot be used: ${messageOf(cause)}`, {}, cause)
  }
}
