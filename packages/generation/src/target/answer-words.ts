import { type Finding, type Look, probabilityScale, type Scale, type Target, type Tensors } from "@pami/core"
import { exp } from "@pami/core/tensor"
import type { Answer } from "../answer/answer-of.ts"
import { generationError, note, quote, warning } from "../codes.ts"
import { type LogitsFormat, logitsFormat } from "../scores/logits-format.ts"
import { openLogits } from "../scores/open-logits.ts"

/** Options of {@link answerWords}. */
export interface AnswerWordsOptions {
  /** The answer that the model is fed, of {@link answerOf}. */
  readonly answer: Pick<Answer, "ids" | "text" | "words"> & Partial<Pick<Answer, "tokenizer">>
  /** Name of the output that scores words, `[N, T, vocabulary]`. Default: `logits`, or the only one of that shape. */
  readonly output?: string | undefined
  /**
   * Position in the output of the scores of the answer's first id. Default 0, for a decoder that starts with one id; of several,
   * their number less one. `end` for a decoder-only model whose input ends with the answer.
   */
  readonly offset?: number | "end" | undefined
  /** Unit of the scores. Default `probability`. */
  readonly scale?: "probability" | "log-probability" | undefined
  /**
   * A word depends on the input if its probability changes by at least this much when all of the input is masked, 0 to 1.
   * Default 0.2. Others, such as "a" and "of", are not part of the whole answer's score.
   */
  readonly dependence?: number | undefined
}

/** Id of the target that stands for the whole answer. */
export const wholeAnswer = "answer"

/** Change of a word's probability from which on it depends on the input, unless the caller chooses another. */
export const usualDependence = 0.2

// Below this probability, a map shows little evidence: as of `classProbability`.
const lowConfidence = 0.1

/**
 * Returns the target of a model that writes: each word of an answer, and the whole answer, all from one sweep. The score of a
 * word is its probability given the words before it, the product of those of its pieces (teacher forcing), 0 to 1; or its
 * logarithm, at least about -708 for each piece. Words are numbered from 0, and their labels are the words; the whole
 * answer, `"answer"`, is preferred.
 *
 * The score of the whole answer is the mean of the probabilities of its words, or the sum of their logarithms. Words that do
 * not depend on the input are left out of it, since their maps say nothing about the input: those whose probability changes by
 * less than `dependence` when all of the input is masked. A finding and the setting `independent` name them; their own maps
 * stay. If no word depends on the input, the whole answer has all of them, with a finding.
 *
 * @throws RangeError for a dependence outside 0 to 1
 * @throws PamiError when bound: `ANSWER_EMPTY`, `ANSWER_TOO_LONG` for an output with too few positions, `OUTPUT_NOT_FOUND`,
 *   `OUTPUT_NOT_CHOSEN`, `OUTPUT_UNSUITABLE` for an output without a vocabulary axis, `OUTPUT_NOT_FINITE`,
 *   `TOKENIZER_UNSUITABLE` for ids beyond the vocabulary of the model
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const answer = answerOf({ tokenizer, text: "a red ball" })
 * const model = encoderDecoder({ encoder, decoder, answer, start: 1 })
 * const { targets } = await explain({ model, input, target: answerWords({ answer }) })
 * console.log(targets.map(({ id, label }) => `${id}: ${label}`).join(", ")) // answer: a red ball, 0: a, 1: red, 2: ball
 */
export function answerWords(options: AnswerWordsOptions): Target {
  const { answer, offset = 0, scale: unit = "probability", dependence = usualDependence } = options
  const { words, ids } = answer
  if (!(dependence >= 0 && dependence <= 1))
    throw new RangeError(`dependence is a probability from 0 to 1; got ${dependence}`)
  if (words.length === 0)
    throw generationError("ANSWER_EMPTY", "the answer has no words: expected at least one")
  const settings = {
    scale: unit,
    dependence,
    answer: answer.text,
    ids: [...ids],
    tokenizer: answer.tokenizer === undefined ? null : { ...answer.tokenizer },
  }
  return {
    name: "answer-words",
    settings: { ...settings, output: options.output ?? null, offset },
    bind({ original, baseline, model }) {
      const format = logitsFormat(original, model, options.output)
      expectVocabulary(answer, format)
      const first = placeOf(original, format, offset, ids.length)
      /** Writes the log-probability of each word of an item. */
      const openWords = (outputs: Tensors, count: number) => {
        const logits = openLogits(outputs, count, format)
        return (item: number) =>
          words.map((word) => {
            let sum = 0
            for (let k = word.first; k < word.last; k++) sum += logits.at(item, first + k, ids[k])
            return sum
          })
      }
      const [shown, masked] = [original, baseline].map((outputs) => openWords(outputs, 1)(0).map(exp))
      const wrong = shown.findIndex(Number.isNaN)
      if (wrong >= 0)
        throw generationError(
          "OUTPUT_NOT_FINITE",
          `the scores of ${quote([words[wrong].text])} are not finite numbers. Check the preprocessing (mean, std, range, channel order) and the model.`,
          { word: words[wrong].text },
        )
      const depends = words.map((_, k) => Math.abs(shown[k] - masked[k]) >= dependence)
      const isCounted = depends.includes(true) ? depends : depends.map(() => true)
      const counted = isCounted.filter(Boolean).length
      const score = (outputs: Tensors, count: number, scores: Float64Array) => {
        const read = openWords(outputs, count)
        for (let item = 0; item < count; item++) {
          const own = scores.subarray(item * (words.length + 1), (item + 1) * (words.length + 1))
          own[0] = 0
          for (const [k, logProbability] of read(item).entries()) {
            own[k + 1] = unit === "probability" ? exp(logProbability) : logProbability
            if (isCounted[k]) own[0] += unit === "probability" ? own[k + 1] / counted : own[k + 1]
          }
        }
      }
      const scores = new Float64Array(words.length + 1)
      score(original, 1, scores)
      return {
        targets: [
          { id: wholeAnswer, label: answer.text, score: scores[0] },
          ...words.map(({ text }, id) => ({ id, label: text, score: scores[id + 1] })),
        ],
        scale: scaleOf(unit),
        preferred: 0,
        settings: {
          ...settings,
          output: format.output,
          offset: first,
          activation: format.activation,
          independent: words.flatMap((_, id) => (depends[id] ? [] : [id])),
        },
        findings: findingsOf(answer, format, shown, depends, dependence),
        score,
      }
    },
  }
}

function scaleOf(unit: "probability" | "log-probability"): Scale {
  return unit === "probability" ? probabilityScale : { unit }
}

/**
 * Returns the position of the scores of the answer's first id.
 *
 * @throws PamiError `ANSWER_TOO_LONG`
 */
function placeOf(
  outputs: Look["original"],
  { output }: LogitsFormat,
  offset: number | "end",
  ids: number,
): number {
  const positions = outputs[output].shape[1]
  // An input that ends with the answer has scores of a word after it, too.
  const first = offset === "end" ? positions - ids - 1 : offset < 0 ? positions + offset : offset
  if (Number.isInteger(first) && first >= 0 && first + ids <= positions) return first
  throw generationError(
    "ANSWER_TOO_LONG",
    `the answer has ${ids} ids; output "${output}" has ${positions} positions, from ${first} on too few. Shorten the answer, or set the offset.`,
    { ids, positions, offset },
  )
}

// Tokens that a person added, and that the model never learned, are few.
const mostAdded = 256

function expectVocabulary({ ids, tokenizer }: AnswerWordsOptions["answer"], { output, size }: LogitsFormat) {
  if (tokenizer !== undefined && tokenizer.size > size + mostAdded)
    throw generationError(
      "TOKENIZER_UNSUITABLE",
      `the tokenizer "${tokenizer.name}" has ${tokenizer.size} words; output "${output}" scores ${size}. It is that of another model: use the one beside this model.`,
      { words: tokenizer.size, size },
    )
  const beyond = ids.find((id) => !(id >= 0 && id < size))
  if (beyond === undefined) return
  throw generationError(
    "TOKENIZER_UNSUITABLE",
    `the answer has the id ${beyond}; output "${output}" scores ${size} words. The tokenizer${tokenizer === undefined ? "" : ` "${tokenizer.name}" (${tokenizer.size} words)`} is that of another model: use the one beside this model.`,
    { id: beyond, size },
  )
}

function findingsOf(
  { words, tokenizer }: AnswerWordsOptions["answer"],
  { output, size, guessed }: LogitsFormat,
  shown: readonly number[],
  depends: readonly boolean[],
  dependence: number,
): Finding[] {
  const findings: Finding[] = []
  const named = (isNamed: (k: number) => boolean) =>
    quote([...new Set(words.filter((_, k) => isNamed(k)).map(({ text }) => text))])
  if (guessed)
    findings.push(
      note(
        "PROBABILITIES_READ",
        `the numbers of output "${output}" lie from 0 to 1 and add up to 1: they are read as probabilities`,
        "if they are logits, export the model without its last function",
      ),
    )
  if (tokenizer !== undefined && tokenizer.size > size)
    findings.push(
      warning(
        "VOCABULARY_DIFFERS",
        `the tokenizer "${tokenizer.name}" has ${tokenizer.size} words, the model scores ${size}`,
        "use the tokenizer beside this model",
      ),
    )
  if (!depends.includes(true))
    findings.push(
      warning(
        "ANSWER_INDEPENDENT",
        `no word depends on the input: masking all of it changes the probability of each by less than ${dependence}`,
        "try another masking operator, or an answer that names something in the input",
      ),
    )
  else if (depends.includes(false))
    findings.push(
      note(
        "WORDS_INDEPENDENT",
        `words that do not depend on the input: ${named((k) => !depends[k])}. Masking all of it changes their probability by less than ${dependence}, so that the map of the whole answer is that of the other words`,
        "to count them, lower the dependence",
      ),
    )
  if (shown.some((probability) => probability < lowConfidence))
    findings.push(
      warning(
        "LOW_CONFIDENCE",
        `the model would hardly write ${named((k) => shown[k] < lowConfidence)} here: below ${lowConfidence * 100} %`,
        "explain the model's own answer, or check the words and the preprocessing",
      ),
    )
  return findings
}
