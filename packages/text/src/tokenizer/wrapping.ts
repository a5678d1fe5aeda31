import { PamiError } from "@pami/core"
import type { TextErrorCode } from "../codes.ts"
import { invalid, unsupported } from "./failure.ts"
import { countOf, describe, fieldsOf, isFields, listOf, textOf } from "./json.ts"
import type { Fields } from "./json.ts"
import type { Tokenizer } from "./tokenizer.ts"

/** A place in the ids of one or two texts: a special token, or a text. */
type Item = ({ readonly id: number } | { readonly text: number }) & { readonly type: number }

/** The ids around one text, and around a pair. */
interface Template {
  readonly single: readonly Item[]
  readonly pair: readonly Item[]
}

const longest = 256

/**
 * Returns `wrap` of a tokenizer by the post-processor that `tokenizer.json` describes.
 *
 * @param mostIds above the largest id
 * @throws PamiError `TOKENIZER_INVALID`, `TOKENIZER_UNSUPPORTED`
 */
export function wrapperOf(value: unknown, mostIds: number): Tokenizer["wrap"] {
  const template = templateOf(value, mostIds) ?? plain
  return (texts) => {
    if (texts.length === 0 || texts.length > 2)
      throw new PamiError<TextErrorCode>(
        "TOKENIZER_MISMATCH",
        `the tokenizer joins one text or two; got ${texts.length}. Join them to one text, with own spans as units.`,
        { data: { texts: texts.length } },
      )
    const ids: number[] = []
    const types: number[] = []
    for (const item of texts.length === 1 ? template.single : template.pair) {
      for (const id of "id" in item ? [item.id] : texts[item.text]) {
        ids.push(id)
        types.push(item.type)
      }
    }
    return { ids, types }
  }
}

/** Two texts one behind the other, as without a post-processor. */
const plain: Template = {
  single: [{ text: 0, type: 0 }],
  pair: [
    { text: 0, type: 0 },
    { text: 1, type: 1 },
  ],
}

/** Returns the template of a post-processor; `undefined` for one that adds no special token. */
function templateOf(value: unknown, mostIds: number): Template | undefined {
  const config = fieldsOf(value, "post_processor")
  switch (config?.["type"]) {
    case undefined:
    case "ByteLevel":
      return undefined
    case "BertProcessing":
      return around(config, mostIds, 1, false)
    case "RobertaProcessing":
      return around(config, mostIds, 0, true)
    case "TemplateProcessing":
      return ofTemplate(config, mostIds)
    case "Sequence": {
      const steps = listOf(config["processors"], "processors", 16)
        .map((step) => {
          if (isFields(step) && step["type"] === "Sequence")
            throw unsupported("a post-processor holds a sequence in a sequence")
          return templateOf(step, mostIds)
        })
        .filter((template) => template !== undefined)
      if (steps.length > 1) throw unsupported("a sequence of post-processors adds special tokens twice")
      return steps[0]
    }
    default:
      throw unsupported(
        `the post-processor ${describe(config?.["type"])} is not known: save the tokenizer without it`,
      )
  }
}

/** `[CLS] A [SEP]`, `[CLS] A [SEP] B [SEP]`; with two separators between the texts of RoBERTa. */
function around(config: Fields, mostIds: number, second: number, twice: boolean): Template {
  const idOf = (name: string) => countOf(listOf(config[name], name, 2)[1], `the id of ${name}`, mostIds)
  const [cls, sep] = [idOf("cls"), idOf("sep")]
  const single: Item[] = [
    { id: cls, type: 0 },
    { text: 0, type: 0 },
    { id: sep, type: 0 },
  ]
  return {
    single,
    pair: [
      ...single,
      ...(twice ? [{ id: sep, type: 0 }] : []),
      { text: 1, type: second },
      { id: sep, type: second },
    ],
  }
}

function ofTemplate(config: Fields, mostIds: number): Template {
  const special = fieldsOf(config["special_tokens"], "special_tokens") ?? {}
  const items = (name: string) =>
    listOf(config[name], `the template ${name}`, longest).flatMap((piece): Item[] => {
      const { SpecialToken: token, Sequence: sequence } = fieldsOf(piece, "a piece of the template") ?? {}
      const { id, type_id: given = 0 } = fieldsOf(token ?? sequence, "a piece of the template") ?? {}
      const type = countOf(given, "a type_id", 255)
      const key = textOf(id, "a name in the template")
      if (token === undefined) {
        if (key !== "A" && key !== "B")
          throw invalid(`the template names the text ${describe(key)}; a text is "A" or "B"`)
        return [{ text: key === "A" ? 0 : 1, type }]
      }
      const listed = fieldsOf(special[key], `the special token ${describe(key)}`)
      if (listed === undefined)
        throw invalid(`the template has ${describe(key)}, which its special_tokens lack`)
      return listOf(listed["ids"], "the ids of a special token", longest).map((one) => ({
        id: countOf(one, "the id of a special token", mostIds),
        type,
      }))
    })
  const [single, pair] = [items("single"), items("pair")]
  if (!single.some((item) => "text" in item)) throw invalid("the template of one text has no place for it")
  if (single.some((item) => "text" in item && item.text === 1))
    throw invalid("the template of one text has two")
  return { single, pair: pair.length > 0 ? pair : [...single, { text: 1, type: 1 }] }
}
