import { sha256 } from "@pami/core/tensor"
import { addedTokenSplitter } from "./added-tokens.ts"
import type { AddedToken } from "./added-tokens.ts"
import { cutsAtSpaces } from "./cuts-at-spaces.ts"
import { decoderOf } from "./decoder.ts"
import { invalid } from "./failure.ts"
import { countOf, describe, fieldsOf, isFields, listOf, readJson, textOf } from "./json.ts"
import type { Fields } from "./json.ts"
import { modelOf } from "./models.ts"
import { normalizerOf } from "./normalizers.ts"
import { pieceIds } from "./piece-ids.ts"
import { preTokenizerOf } from "./pre-tokenizers.ts"
import type { Tokenizer } from "./tokenizer.ts"
import { wrapperOf } from "./wrapping.ts"

/** Files of a tokenizer, as they lie beside a model of Hugging Face. */
export interface TokenizerFiles {
  /** `tokenizer.json`, up to 64 MiB. */
  readonly tokenizer: Uint8Array
  /** `tokenizer_config.json`: the special tokens and the largest length. Default: guessed from `tokenizer`. */
  readonly config?: Uint8Array | undefined
  /** Name for people. Default `"tokenizer.json"`. */
  readonly name?: string | undefined
}

const mebibyte = 2 ** 20
const mostAdded = 100_000
const mostIds = 4_000_000

/**
 * Returns the tokenizer of a `tokenizer.json`: WordPiece, BPE, byte-level BPE, Unigram or WordLevel. Its ids are those of the
 * library `tokenizers` of Hugging Face.
 *
 * @throws PamiError `TOKENIZER_INVALID` for a file that contradicts itself or exceeds a limit, `TOKENIZER_UNSUPPORTED` for a
 *   step that this version lacks
 *
 * @example
 * const vocab = { "[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "[MASK]": 4, a: 5, fine: 6, film: 7, "##s": 8 }
 * const json = {
 *   model: { type: "WordPiece", vocab, unk_token: "[UNK]" },
 *   normalizer: { type: "BertNormalizer" },
 *   pre_tokenizer: { type: "BertPreTokenizer" },
 *   post_processor: { type: "BertProcessing", cls: ["[CLS]", 2], sep: ["[SEP]", 3] },
 * }
 * const tokenizer = openTokenizer({ tokenizer: new TextEncoder().encode(JSON.stringify(json)) })
 * console.log(tokenizer.wrap([tokenizer.encode("Fine films")]).ids.join()) // 2,6,7,8,3
 */
export function openTokenizer({
  tokenizer: bytes,
  config: configBytes,
  name = "tokenizer.json",
}: TokenizerFiles): Tokenizer {
  const json = readJson(bytes, 64 * mebibyte, name)
  const config = configBytes ? readJson(configBytes, 4 * mebibyte, "tokenizer_config.json") : {}
  const model = modelOf(json["model"])
  const added = addedTokensOf(json)
  const normalize = normalizerOf(json["normalizer"])
  const size = [...model.ids.values(), ...added.map(({ id }) => id)].reduce(
    (most, id) => Math.max(most, id + 1),
    0,
  )
  const splitText = addedTokenSplitter(added.filter(({ normalized }) => !normalized))
  const splitNormalized = addedTokenSplitter(
    added
      .filter(({ normalized }) => normalized)
      .map((token) => ({ ...token, content: normalize(token.content) })),
  )
  const idsOf = pieceIds(model, preTokenizerOf(json["pre_tokenizer"]))
  const pieces: string[] = []
  for (const [piece, id] of model.ids) pieces[id] = piece
  for (const { id, content } of added) pieces[id] = content

  const encode = (text: string): readonly number[] => {
    const ids: number[] = []
    // Text that loses its first character no longer starts the text.
    const startsAtOnce = normalize(String.fromCodePoint(text.codePointAt(0) ?? 32)) !== ""
    for (const [index, section] of splitText(text).entries()) {
      if (typeof section === "number") ids.push(section)
      else
        for (const [inner, part] of splitNormalized(normalize(section)).entries())
          if (typeof part === "number") ids.push(part)
          else ids.push(...idsOf(part, startsAtOnce && index === 0 && inner === 0))
    }
    return ids
  }

  const known = (token: string | undefined) =>
    token !== undefined && (model.ids.has(token) || added.some(({ content }) => content === token))
  const named = (key: string, usual: readonly string[]) => {
    const token = tokenOf(config[key], key) ?? usual.find(known)
    return known(token) ? token : undefined
  }
  // A token that the text cannot name would be read as words.
  const written = (token: string | undefined) =>
    token !== undefined && encode(token).length === 1 ? token : undefined
  const maskToken = written(named("mask_token", ["[MASK]", "<mask>", "<MASK>"]))
  const unknownToken = written(named("unk_token", [model.unknownToken ?? "", "[UNK]", "<unk>", "<UNK>"]))
  const padding = fieldsOf(json["padding"], "padding")
  const padToken = named("pad_token", ["[PAD]", "<pad>", "<PAD>", "<|endoftext|>", "</s>"])
  const padId =
    padToken === undefined ? countOf(padding?.["pad_id"] ?? 0, "pad_id", mostIds) : pieces.indexOf(padToken)
  const maxLength = maxLengthOf(config, json)
  const decode = decoderOf(json)
  return {
    name,
    settings: {
      tokenizer: sha256([bytes]),
      ...(configBytes && { config: sha256([configBytes]) }),
      family: model.family,
    },
    ...(maskToken !== undefined && { maskToken }),
    ...(unknownToken !== undefined && { unknownToken }),
    specialTokens: added.filter(({ special }) => special).map(({ content }) => content),
    padId,
    ...(maxLength !== undefined && { maxLength }),
    size,
    cutsAtSpaces: cutsAtSpaces(json, added),
    encode,
    wrap: wrapperOf(json["post_processor"], mostIds),
    decode: (ids) => decode(ids.map((id) => pieces[id] ?? model.unknownToken ?? "")),
    piece: (id) => pieces[id] ?? "",
  }
}

function addedTokensOf(json: Fields): readonly AddedToken[] {
  return listOf(json["added_tokens"], "added_tokens", mostAdded).map((value) => {
    const token = fieldsOf(value, "an added token") ?? {}
    const special = Boolean(token["special"])
    return {
      id: countOf(token["id"], "the id of an added token", mostIds),
      content: textOf(token["content"], "the content of an added token", 1024),
      singleWord: Boolean(token["single_word"]),
      strips: [Boolean(token["lstrip"]), Boolean(token["rstrip"])],
      normalized: Boolean(token["normalized"] ?? !special),
      special,
    }
  })
}

/** Returns a special token of `tokenizer_config.json`: a text, or an object with the text as content. */
function tokenOf(value: unknown, key: string): string | undefined {
  if (value === undefined || value === null) return undefined
  return textOf(isFields(value) ? value["content"] : value, key, 1024)
}

/** Returns the largest length; files without one have a number such as 1e30. */
function maxLengthOf(config: Fields, json: Fields): number | undefined {
  const { model_max_length: given } = config
  if (given !== undefined && typeof given !== "number")
    throw invalid(`model_max_length is ${describe(given)}, not a number`)
  const truncation = fieldsOf(json["truncation"], "truncation")?.["max_length"]
  const length = given !== undefined && given < mostIds ? given : truncation
  if (length === undefined || length === null) return undefined
  const most = countOf(length, "the largest length", mostIds)
  return most > 0 ? most : undefined
}
