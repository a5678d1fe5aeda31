import type { Feeds, Finding, Model, Settings } from "@pami/core"
import { exp } from "@pami/core/tensor"
import { generationError, note, warning } from "../codes.ts"
import type { EncoderAndDecoder } from "../model/wiring.ts"
import { allowed, type AllowOptions } from "./allow.ts"
import { openSteps } from "./open-steps.ts"
import { search } from "./search.ts"

/** Options of {@link generate}. */
export interface GenerateOptions extends AllowOptions {
  /**
   * The id, or ids, before the answer: `decoder_start_token_id` of the model's `config.json`. Default: none, for a
   * decoder-only model whose feeds hold the ids of the text.
   */
  readonly start?: number | readonly number[] | undefined
  /** The id, or ids, that end the answer: `eos_token_id`. */
  readonly end: number | readonly number[]
  /** Fills up the input of a decoder of fixed length. Default 0. */
  readonly pad?: number | undefined
  /** Most ids of the answer, without start and end, 1 to 1024. Default 64, or what the decoder takes. */
  readonly maxLength?: number | undefined
  /** Number of beginnings that the search keeps, 1 to 64. Default 1: greedy. */
  readonly beams?: number | undefined
  /**
   * Answers of a beam search are compared by their log-probability over their length to this power. Default 1; 0 compares
   * log-probabilities.
   */
  readonly lengthPenalty?: number | undefined
  /** Name of the input of ids. Default: recognized. */
  readonly ids?: string | undefined
  /** Name of the output that scores words, `[N, T, vocabulary]`. Default: `logits`, or the only one of that shape. */
  readonly output?: string | undefined
}

/** An answer that a model wrote. */
export interface Written {
  /** Its ids, without start and end. */
  readonly ids: readonly number[]
  /** The probability of each id, given those before it, 0 to 1. */
  readonly probabilities: readonly number[]
  /** Whether the model ended it: else it was cut at the longest. */
  readonly ended: boolean
  readonly findings: readonly Finding[]
  /** Options in force. */
  readonly settings: Settings
}

// Bounds of what a stranger's configuration may ask for.
export const mostIds = 1024
export const mostBeams = 64
// Far above the rounding of another order of additions; a decoder that looks ahead is off by far more.
const mostDifference = 0.01

/**
 * Returns the answer of a model, word by word: by greedy search, or by beam search. The same model and feeds give the same
 * answer: of words that score alike, the one of the lowest id is taken.
 *
 * @param model an encoder and its decoder, of which the encoder runs once; or a model whose output scores words
 *   `[N, T, vocabulary]`. Its cache, if it has one, is not used.
 * @param feeds one item: of the encoder; or of the model, with the ids of the text as the start of a decoder-only model
 * @throws PamiError `ANSWER_EMPTY` if the model writes nothing, `ENCODER_UNSUITABLE`, `INPUT_NOT_FOUND`, `OUTPUT_NOT_FOUND`,
 *   `OUTPUT_NOT_CHOSEN`, `OUTPUT_NOT_FINITE`, `OUTPUT_UNSUITABLE`, `MODEL_UNSUPPORTED`, and the errors of `run`
 * @throws RangeError for options out of range
 *
 * @example
 * import { countUnits, everything } from "@pami/core"
 *
 * const writer = input.open(1)
 * writer.preserve(0, everything(countUnits(input.grids)))
 * const { ids } = await generate({ encoder, decoder }, writer.feeds(1), { start: 1, end: 2 })
 * console.log(tokenizer.decode(ids)) // a red ball
 */
export async function generate(
  model: Model | EncoderAndDecoder,
  feeds: Feeds,
  options: GenerateOptions,
): Promise<Written> {
  const { beams = 1, lengthPenalty = 1, maxLength = 64, minLength = 1 } = options
  expectWhole("beams", beams, mostBeams)
  expectWhole("maxLength", maxLength, mostIds)
  if (!Number.isFinite(lengthPenalty)) throw new RangeError(`lengthPenalty is a number; got ${lengthPenalty}`)
  const end = new Set(typeof options.end === "number" ? [options.end] : options.end)
  const steps = await openSteps(model, feeds, options)
  const { start, longest } = steps
  const most = Math.min(maxLength, longest)
  const at = start.length - 1
  const found = await search(
    async (answers) => {
      const logits = await steps.score(answers)
      return answers.map((answer, item) => expectFinite(logits.all(item, at + answer.length)))
    },
    {
      beams,
      end,
      maxLength: most,
      lengthPenalty,
      allow: allowed({ ...options, minLength: Math.max(1, minLength) }, end, start),
    },
  )
  const { ids, ended } = found
  if (ids.length === 0)
    throw generationError(
      "ANSWER_EMPTY",
      `the model writes nothing: every word is forbidden, or its decoder takes ${longest} ids. Allow more words, or give the answer to explain.`,
    )
  // Once more with the whole answer, as the sweep runs it.
  const logits = await steps.score([ids.slice(0, -1)])
  const logProbabilities = ids.map((id, k) => logits.at(0, at + k, id))
  const forced = logProbabilities.reduce((sum, value) => sum + value, 0)
  return {
    ids,
    probabilities: logProbabilities.map(exp),
    ended,
    findings: [
      ...steps.findings,
      ...(Math.abs(forced - found.written) > mostDifference * ids.length ? [seesAhead] : []),
      ...(ended ? [] : [cutAt(ids.length)]),
    ],
    settings: {
      search: beams === 1 ? "greedy" : "beam",
      beams,
      maxLength: most,
      minLength,
      lengthPenalty: beams === 1 ? null : lengthPenalty,
      noRepeat: options.noRepeat ?? null,
      forbidden: [...(options.forbidden ?? [])],
      start: [...start],
      end: [...end],
    },
  }
}

const seesAhead = warning(
  "DECODER_SEES_AHEAD",
  "the decoder scores a word differently once it sees the words after it: its maps show those words, too",
  "export the decoder with its causal mask",
)

function cutAt(length: number): Finding {
  return note(
    "ANSWER_CUT",
    `the answer was cut after ${length} ids: the model had not ended it`,
    "raise maxLength, or give the answer to explain",
  )
}

function expectWhole(name: string, value: number, most: number): void {
  if (!(Number.isInteger(value) && value >= 1 && value <= most))
    throw new RangeError(`${name} is a whole number from 1 to ${most}; got ${value}`)
}

function expectFinite(scores: Float64Array): Float64Array {
  const wrong = scores.findIndex(Number.isNaN)
  if (wrong < 0) return scores
  throw generationError(
    "OUTPUT_NOT_FINITE",
    `the model scores word ${wrong} with a number that is not finite. Check the preprocessing (mean, std, range, channel order) and the model.`,
  )
}
