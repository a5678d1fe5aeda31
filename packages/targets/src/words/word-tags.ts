import { probabilityScale, type Target } from "@pami/core"
import { targetsError } from "../error-code.ts"
import { note } from "../finding-code.ts"
import { highestAt, insideUnit, probabilityAt } from "../outputs/activation.ts"
import { bindScores } from "../outputs/bind-scores.ts"
import { chooseOutput, finiteNumbers, itemStarts } from "../outputs/choose-output.ts"
import { expectTokens, tokenScores } from "./token-scores.ts"
import type { TokenPlace } from "./token-scores.ts"

/** Options of {@link wordTags}. */
export interface WordTagsOptions {
  /** The words of the text, and their places among the tokens, which masking must not move. */
  readonly words: readonly TokenPlace[]
  /** Names of the tags, in the order of the classes. Default: numbers. */
  readonly tags?: readonly string[] | undefined
  /**
   * The tag of words that are nothing in particular, its name or number. Default: `O`, if a tag has that name; else every word is a
   * target.
   */
  readonly outside?: string | number | undefined
  /** Numbers of the tags whose words are targets. Default: all but `outside`. */
  readonly only?: readonly number[] | undefined
  /** Name of the output. Default: the only one that fits. */
  readonly output?: string | undefined
}

/**
 * Returns the target of a model that gives each word a tag, such as the kind of name that it is: each word with a tag, all from
 * one sweep. The score is the probability of the word's own tag at its first token, 0 to 1. The id is the number of the word,
 * its label the word and the tag: `Lisbon: PLACE`.
 *
 * @throws PamiError when bound: `NOTHING_DETECTED` if no word has a tag, `TARGET_OUT_OF_RANGE` for an unknown `outside`,
 *   `OUTPUT_NOT_FOUND`, `OUTPUT_UNSUITABLE`, `OUTPUT_NOT_CHOSEN`, `OUTPUT_NOT_FINITE`
 *
 * @example
 * const target = wordTags({ words: [{ label: "Lisbon", start: 1, end: 2 }], tags: ["O", "PLACE"] })
 * console.log(target.name) // word-tags
 */
export function wordTags({ words, tags, outside, only, output: asked }: WordTagsOptions): Target {
  const outsideClass = typeof outside === "number" ? outside : (tags ?? []).indexOf(outside ?? "O")
  if (typeof outside === "string" && outsideClass < 0)
    throw targetsError(
      "TARGET_OUT_OF_RANGE",
      `outside: one of the tags ${(tags ?? []).join(", ") || "(none are known)"}; got ${outside}`,
    )
  const nameOf = (tag: number) => tags?.[tag] ?? String(tag)
  return {
    name: "word-tags",
    settings: {
      output: asked ?? null,
      outside: outsideClass < 0 ? null : outsideClass,
      only: only === undefined ? null : [...only],
    },
    bind({ original, baseline, model }) {
      const fit = chooseOutput(original, {
        asked,
        fits: (outputs) => tokenScores(outputs),
        takes: "scores of tags at each token [N, tokens, tags]",
      })
      const { output, classes } = fit
      if (tags !== undefined && tags.length !== classes)
        throw targetsError(
          "OUTPUT_UNSUITABLE",
          `output "${output}" has ${classes} scores for each token, and there are ${tags.length} tags: give the labels of this model`,
          { output, classes },
        )
      const tokens = expectTokens(original, output, words)
      const data = finiteNumbers(original[output], output, "the input")
      const isProbability = model.activations?.[output] === "softmax" || insideUnit(data)
      const activation = isProbability ? "none" : "softmax"
      const tagged = words
        .map(({ label, start, span }, id) => {
          const tag = highestAt({ data, stride: 1, classes }, start * classes, 0, classes)
          return { question: { id, label: `${label}: ${nameOf(tag)}`, ...(span && { span }) }, start, tag }
        })
        .filter(({ tag }) => only?.includes(tag) ?? tag !== outsideClass)
      if (tagged.length === 0)
        throw targetsError(
          "NOTHING_DETECTED",
          only === undefined
            ? `the model gives each of the ${words.length} words the tag ${nameOf(outsideClass)}: nothing is there to explain`
            : `the model gives none of the ${words.length} words the tag ${only.map(nameOf).join(" or ")}: name another`,
          { words: words.length },
        )
      return bindScores(
        { original, baseline },
        {
          targets: tagged.map(({ question }) => question),
          scale: probabilityScale,
          settings: {
            output,
            activation,
            outside: outsideClass < 0 ? null : outsideClass,
            only: only === undefined ? null : [...only],
          },
          findings: [
            note(
              "OUTPUT_READ",
              `${fit.why}, read as tags of words, activation "${activation}"`,
              "if that is wrong, name the output or the task",
            ),
          ],
          open(outputs, count) {
            const { data, at } = itemStarts(outputs, output, tokens * classes, count)
            const column = { data, stride: 1, classes }
            return (item, scores) => {
              tagged.forEach(({ start, tag }, index) => {
                scores[index] = probabilityAt(column, at(item) + start * classes, tag, activation)
              })
            }
          },
        },
      )
    },
  }
}
