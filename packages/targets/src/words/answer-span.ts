import { probabilityScale, type Target, type Tensors, type TextPlace } from "@pami/core"
import { decode, exp } from "@pami/core/tensor"
import { targetsError } from "../error-code.ts"
import { note } from "../finding-code.ts"
import { softmaxTerms } from "../outputs/activation.ts"
import { bindScores } from "../outputs/bind-scores.ts"
import { finiteNumbers, itemStarts } from "../outputs/choose-output.ts"
import { describeOutputs, listOutputs } from "../outputs/fit.ts"
import type { Outputs } from "../outputs/fit.ts"
import { expectTokens } from "./token-scores.ts"
import type { TokenPlace } from "./token-scores.ts"

/** The outputs of a model that answers by a place in the text: scores of its first and of its last token. */
export interface SpanOutputs {
  readonly start: string
  readonly end: string
}

/** Options of {@link answerSpan}. */
export interface AnswerSpanOptions {
  /** The words that an answer may be made of, those of the context, and their places among the tokens. */
  readonly words: readonly TokenPlace[]
  /** Number of answers, the likeliest first. Default 3. */
  readonly answers?: number
  /** Maximum number of words of an answer. Default 30. */
  readonly longest?: number
  /** Returns the text from a word to another, both included. Default: their labels with spaces between. */
  readonly textOf?: (first: number, last: number) => string
  /** Names of the outputs. Default: recognised by their names. */
  readonly outputs?: SpanOutputs
}

/** Returns the outputs of the first and the last token of an answer, by their names; undefined for other models. */
export function spanOutputs(outputs: Outputs): SpanOutputs | undefined {
  const named = (pattern: RegExp) => listOutputs(outputs).find(({ name }) => pattern.test(name))?.name
  const [start, end] = [named(/^start_(?:logits|scores)$/i), named(/^end_(?:logits|scores)$/i)]
  return start === undefined || end === undefined ? undefined : { start, end }
}

/**
 * Returns the target of a model that answers a question by a place in a text: the likeliest answers, from one sweep. The score
 * of an answer is the probability that it starts at its first token times the one that it ends at its last, 0 to 1. Each is a softmax over
 * the tokens of the words and the first token of the row, where models say that nothing answers: so do the pipelines of
 * transformers. Ids count from 0, the likeliest answer.
 *
 * @throws PamiError when bound: `OUTPUT_NOT_FOUND`, `OUTPUT_UNSUITABLE`, `OUTPUT_NOT_FINITE`
 * @throws RangeError for no words
 *
 * @example
 * const words = [{ label: "Lisbon", start: 5, end: 7 }]
 * console.log(answerSpan({ words, answers: 1 }).name) // answer-span
 */
export function answerSpan({
  words,
  answers = 3,
  longest = 30,
  textOf = (first, last) =>
    words
      .slice(first, last + 1)
      .map(({ label }) => label)
      .join(" "),
  outputs: asked,
}: AnswerSpanOptions): Target {
  if (words.length === 0) throw new RangeError("words must not be empty: an answer is made of them")
  if (!(Number.isInteger(answers) && answers >= 1))
    throw new RangeError(`answers must be a whole number from 1, got ${answers}`)
  return {
    name: "answer-span",
    settings: { answers, longest },
    bind({ original, baseline }) {
      const found = asked ?? spanOutputs(original)
      if (found === undefined || !(found.start in original && found.end in original))
        throw targetsError(
          "OUTPUT_NOT_FOUND",
          `expected scores of the first and of the last token (start_logits, end_logits); the model has ${describeOutputs(original)}. Name the outputs.`,
        )
      for (const name of [found.start, found.end])
        if (original[name].shape.length !== 2)
          throw targetsError(
            "OUTPUT_UNSUITABLE",
            `expected one score for each token [N, tokens]; the model has ${describeOutputs({ [name]: original[name] })}`,
          )
      const tokens = expectTokens(original, found.start, words)
      const scope = { tokens, from: words[0].start, to: words.at(-1)!.end }
      expectTokens(original, found.end, words)
      for (const name of [found.start, found.end]) finiteNumbers(original[name], name, "the input")
      const spans = likeliestSpans(words, { longest, answers }, probabilitiesOf(original, found, scope))
      return bindScores(
        { original, baseline },
        {
          targets: spans.map(({ first, last }, id) => ({
            id,
            label: textOf(first, last),
            ...spanOf(words[first], words[last]),
          })),
          scale: probabilityScale,
          preferred: 0,
          settings: { ...found, answers, longest },
          findings: [
            note(
              "OUTPUT_READ",
              `outputs "${found.start}" and "${found.end}" are read as the first and the last token of an answer`,
              "if that is wrong, name the task",
            ),
          ],
          open(outputs, count) {
            const scoreOf = openSpans(outputs, found, scope, count)
            return (item, scores) =>
              spans.forEach(({ first, last }, index) => {
                scores[index] = scoreOf(item, words[first].start, words[last].end - 1)
              })
          },
        },
      )
    },
  }
}

/** An answer: its first and its last word, both included. */
interface WordSpan {
  readonly first: number
  readonly last: number
}

/** Returns the place of an answer in its text, if those of its words are known. */
function spanOf({ span: first }: TokenPlace, { span: last }: TokenPlace): { readonly span?: TextPlace } {
  return first && last ? { span: { ...first, end: last.end } } : {}
}

/** The tokens of a row, and those among them that an answer may be made of, half open. */
interface Scope {
  readonly tokens: number
  readonly from: number
  readonly to: number
}

/** Returns the function from a token of the row that begins at `at` to its probability. */
function tokenProbability(
  data: ArrayLike<number>,
  at: number,
  { from, to }: Scope,
): (token: number) => number {
  const inside = softmaxTerms({ data, stride: 1, classes: to - from }, at + from)
  // The first token of the row says that nothing answers, unless the words begin there.
  const top = from === 0 ? inside.top : Math.max(inside.top, data[at])
  const sum = inside.sum * exp(inside.top - top) + (from === 0 ? 0 : exp(data[at] - top))
  return (token) => exp(data[at + token] - top) / sum
}

/** Returns the probability of each token to be the first, and to be the last, of the answer for the input. */
function probabilitiesOf(original: Tensors, { start, end }: SpanOutputs, scope: Scope) {
  const [first, last] = [start, end].map((name) => tokenProbability(decode(original[name]), 0, scope))
  return { first, last }
}

function likeliestSpans(
  words: readonly TokenPlace[],
  { longest, answers }: { readonly longest: number; readonly answers: number },
  { first: starts, last: ends }: ReturnType<typeof probabilitiesOf>,
): readonly WordSpan[] {
  const best: (WordSpan & { readonly score: number })[] = []
  for (let first = 0; first < words.length; first++)
    for (let last = first; last < Math.min(words.length, first + longest); last++) {
      const score = starts(words[first].start) * ends(words[last].end - 1)
      if (best.length === answers && score <= best[answers - 1].score) continue
      best.push({ first, last, score })
      best.sort((a, b) => b.score - a.score)
      best.length = Math.min(best.length, answers)
    }
  return best
}

/** Returns a function that scores the answer from one token to another, both included. */
function openSpans(outputs: Tensors, { start, end }: SpanOutputs, scope: Scope, count: number) {
  const sides = [start, end].map((name) => itemStarts(outputs, name, scope.tokens, count))
  return (item: number, first: number, last: number): number =>
    sides.reduce(
      (product, { data, at }, side) =>
        product * tokenProbability(data, at(item), scope)(side === 0 ? first : last),
      1,
    )
}
