import { PamiError } from "@pami/core"
import type { Model } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import { decodeText, printable } from "@pami/image"
import { textInput, textPartitions } from "@pami/text"
import type { PlacedWord, TextMask } from "@pami/text"
import type { TextRecipe } from "../schema/data-recipe.ts"
import { limits } from "../schema/limits.ts"
import { isOfTokens } from "../schema/task.ts"
import type { TextWord } from "../target/create-target.ts"
import type { DataFile } from "./data-file.ts"
import type { DataFiles } from "./data-files.ts"
import type { PreparedData } from "./prepared-data.ts"

/** Texts by name, in order. */
export type Texts = Readonly<Record<string, string>>

/**
 * Returns the texts in a file: those of a JSON object of strings, by name, else the whole file as one text.
 *
 * @throws PamiError `TEXT_INVALID` for bytes that are not text, for broken JSON in a file `*.json`, and for more characters than a text may have
 */
export function readTexts({ bytes, name }: Pick<DataFile, "bytes" | "name">): Texts {
  const text = decodeText(bytes, { name, code: "TEXT_INVALID", largest: 4 * limits.characters })
  const texts = (/\.json$/i.test(name) ? textsIn(text, name) : undefined) ?? { text }
  for (const [key, one] of Object.entries(texts))
    if (one.length > limits.characters)
      throw new PamiError(
        "TEXT_INVALID",
        `${name}: the text ${key} has ${grouped(one.length)} characters; at most ${grouped(limits.characters)} are explained`,
      )
  return texts
}

/**
 * Returns the texts of a JSON object; undefined for other JSON, and for text that does not begin as JSON.
 *
 * @throws PamiError `TEXT_INVALID` for text that begins as JSON and is none, as a truncated file
 */
function textsIn(text: string, name: string): Texts | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    if (!/^\s*[{["]/.test(text)) return undefined
    const reason = (cause as Error).message
    throw new PamiError(
      "TEXT_INVALID",
      `${name} begins as JSON and is none (${printable(reason, 200)}). Correct it, or give it a name that ends in .txt to explain it as it is`,
      { cause },
    )
  }
  const isTexts =
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === "string")
  return isTexts && Object.keys(value as object).length > 0 ? (value as Texts) : undefined
}

/**
 * Returns the texts of a recipe as the model's input. For a task that scores tokens, no token moves when others are masked.
 *
 * @throws PamiError `TEXT_NOT_FOUND`, also for an answer without a context, `TASK_UNSUPPORTED` for a model that takes strings there, and the errors of `textInput`
 */
export function prepareText(
  recipe: TextRecipe,
  { inputs }: Pick<Model, "inputs">,
  texts: Texts,
  { tokenizer, answer, vocabularySize }: Omit<DataFiles, "feeds" | "background">,
): PreparedData {
  const { units, language, maxLength, explained, passes, task } = recipe
  for (const name of explained ?? [])
    if (!Object.hasOwn(texts, name))
      throw new PamiError(
        "TEXT_NOT_FOUND",
        `the input has no text named "${name}"; it has ${Object.keys(texts).join(", ")}`,
      )
  if (task?.name === "question-answering" && Object.keys(texts).length < 2)
    throw new PamiError(
      "TEXT_NOT_FOUND",
      "the model answers a question by a place in a context: give both texts, question and context",
    )
  const keepPlaces = isOfTokens(task)
  if (keepPlaces && inputs.every(({ dtype }) => dtype === "string"))
    throw new PamiError(
      "TASK_UNSUPPORTED",
      `${task.name} scores tokens, and the model takes texts as they are: which tokens belong to which word is not known. Export it so that it takes input_ids.`,
    )
  const prepared = textInput({
    texts: inOrder(texts, task).map(([name, text]) => ({
      name,
      text,
      explained: explained === null || explained.includes(name),
    })),
    units,
    ...(language === null ? {} : { language }),
    mask: maskOf(recipe),
    ...(tokenizer === undefined ? {} : { tokenizer }),
    tensors: inputs,
    ...(maxLength === null ? {} : { maxLength }),
    ...(answer === undefined ? {} : { suffix: answer }),
    vocabularySize,
    keepPlaces,
  })
  const { grids } = prepared.input
  const count = grids.reduce((sum, { shape }) => sum + shape[0], 0)
  const what = typeof units === "string" ? units : "units"
  return {
    input: prepared.input,
    partitioner: textPartitions(passes === null ? {} : { passes }),
    axes: [{ name: "word", labels: grids[0].labels ?? [] }],
    size: `${grouped(count)} ${count === 1 ? what.slice(0, -1) : what}`,
    content: { kind: "text", text: prepared },
    words: prepared.words?.map(wordOf),
    findings: [],
  }
}

/** Returns texts in the order in which a model takes them: as given, of an answer the question before its context. */
function inOrder(texts: Texts, task: TextRecipe["task"]): readonly (readonly [name: string, text: string])[] {
  const given = Object.entries(texts)
  const isQuestion = given.map(([name]) => name).join() === "context,question"
  return task?.name === "question-answering" && isQuestion ? given.toReversed() : given
}

function wordOf({ text, label, start, end, tokens }: PlacedWord): TextWord {
  return { label, start: tokens.start, end: tokens.end, span: { text, start, end } }
}

function maskOf({ mask }: Pick<TextRecipe, "mask">): TextMask {
  return mask.startsWith("word:")
    ? { word: mask.slice("word:".length) }
    : (mask as Exclude<TextMask, { readonly word: string }>)
}
