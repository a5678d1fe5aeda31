import type { Settings } from "@pami/core"
import * as v from "valibot"
import { limits } from "./limits.ts"
import { list, name, text, whole } from "./values.ts"

const id = whole(0, 2 ** 31 - 1)
const place = whole(0, limits.characters)
// Each of them has a score for each word of a vocabulary, in every pass.
const mostIds = 4096

/** The schema of the answer of a model that writes, with the ids around it: enough to score its words without a tokenizer. */
export const writingSchema = v.strictObject({
  /** File of the decoder; `null` for a model of texts that goes on writing them. */
  decoder: v.nullable(name),
  /** Ids before the answer; none for a model that goes on writing. */
  start: list(id, limits.list),
  /** Fills up the input of a decoder of fixed length. */
  pad: id,
  /** Output with the scores of words, `null` for the only one. */
  output: v.nullable(name),
  answer: v.pipe(
    v.strictObject({
      text: text(limits.characters),
      ids: list(id, mostIds, 1),
      words: list(
        v.strictObject({
          text: text(limits.characters),
          start: place,
          end: place,
          first: place,
          last: place,
        }),
        mostIds,
        1,
      ),
      tokenizer: v.strictObject({
        name: text(),
        size: id,
        settings: v.custom<Settings>((value) => typeof value === "object" && value !== null, "an object"),
      }),
    }),
    v.check(
      ({ ids, words }) => words.every(({ first, last }) => first < last && last <= ids.length),
      "words with ids of the answer",
    ),
  ),
})

/** The schema of the text that a model takes beside an image. */
export const questionSchema = v.strictObject({
  text: text(limits.characters),
  /** File of the tokenizer, `null` for a model that takes strings. */
  tokenizer: v.nullable(name),
  tokenizerConfig: v.nullable(name),
})

/** The answer of a model that writes, and how its words are scored. */
export type Writing = v.InferOutput<typeof writingSchema>

/** The text that a model takes beside an image, and its tokenizer. */
export type AskedQuestion = v.InferOutput<typeof questionSchema>
