import { PamiError } from "@pami/core"
import type { Finding, Input, Model, Settings, Target } from "@pami/core"
import { answerOf, answerWords, encoderDecoder, generate, withoutCache } from "@pami/generation"
import type { Answer, GenerateOptions } from "@pami/generation"
import { withWhole } from "@pami/recipe"
import type { Recipe, Writing } from "@pami/recipe"
import type { Tokenizer } from "@pami/text"
import { answerTarget } from "./answer-target.ts"
import type { ExplainerOptions, ExplainOptions } from "./options.ts"

/** The parts of a model that writes, beside the one that takes the input. */
export interface Writer {
  /** Writes what the encoder saw. Undefined for a model of texts that goes on writing them. */
  readonly decoder: Model | undefined
  /** File or address of the decoder. Default: `"the decoder"`. */
  readonly decoderName?: string | undefined
  /** Start, end and search, of the files beside the model. */
  readonly config: Partial<GenerateOptions>
}

/** An answer, and how its words are scored. */
export interface WrittenAnswer {
  readonly answer: Answer
  /** Scores every word of the answer in one run. */
  readonly model: Model
  readonly target: Target
  readonly findings: readonly Finding[]
  /** How the model wrote the answer; empty for one of the caller's. */
  readonly settings: Settings
  /** The answer as a manifest records it, but for the file of the decoder. */
  readonly writing: Omit<Writing, "decoder">
}

/** Returns whether a model writes by a decoder of what it saw. */
export function isEncoding(writer: Writer | undefined): writer is Writer & { readonly decoder: Model } {
  return writer?.decoder !== undefined
}

/**
 * Returns a recipe whose targets are the words of an answer, and the whole answer.
 *
 * @param target the words that are explained; default: all, and the whole answer
 * @throws PamiError `LABEL_NOT_FOUND` for a word that the answer does not have
 */
export function recipeOfAnswer<Asked extends Recipe>(
  recipe: Asked,
  { answer }: Pick<WrittenAnswer, "answer">,
  { target }: Pick<ExplainOptions, "target">,
): Asked {
  return {
    ...recipe,
    task: { name: "generation", answer: answer.text },
    target: answerTarget(target, answer),
  }
}

/**
 * Returns the options without those that are about classes: the targets of a model that writes are words.
 *
 * @throws RangeError for labels, an output, a contrast, an activation, and the name of another task
 */
export function withoutClasses(options: ExplainerOptions): ExplainerOptions {
  const { target: _target, labels, output, versus, activation = "auto", task, ...others } = options
  const refuse = (name: string) => {
    throw new RangeError(`${name}: for scores of classes; the model writes words`)
  }
  if (labels !== undefined) refuse("labels")
  if (output != null) refuse("output")
  if (versus !== undefined) refuse("versus")
  if (activation !== "auto") refuse("activation")
  if (typeof task === "string") refuse("task")
  return { ...others, task }
}

/** The question that is answered. */
export interface AskedAnswer {
  /** The model that takes the input. */
  readonly model: Model
  readonly tokenizer: Tokenizer
  /** The caller's answer. Default: the model writes it. */
  readonly text: string | undefined
}

/**
 * Returns the answer of an encoder and its decoder to an input, or the caller's, with what scores its words.
 *
 * @throws PamiError `ANSWER_START_UNKNOWN`, `ANSWER_END_UNKNOWN`, and the errors of `generate` and `encoderDecoder`
 */
export async function answerTo(
  input: Input,
  { decoder, config }: Writer & { readonly decoder: Model },
  { model: encoder, tokenizer, text }: AskedAnswer,
): Promise<WrittenAnswer> {
  const { start, pad, output } = config
  if (start === undefined)
    throw new PamiError(
      "ANSWER_START_UNKNOWN",
      "nothing beside the model names the id that an answer starts with: put decoder_start_token_id into its config.json",
    )
  const written =
    text === undefined
      ? await withWhole(input, (feeds) =>
          generate({ encoder, decoder }, feeds, { ...config, end: endOf(config) }),
        )
      : undefined
  const answer = answerOf({ tokenizer, ...(text === undefined ? { ids: written!.ids } : { text }) })
  const writing = {
    start: typeof start === "number" ? [start] : [...start],
    pad: pad ?? 0,
    output: output ?? null,
    answer,
  }
  return {
    answer,
    ...scoredBy({ ...writing, encoder, decoder }),
    writing,
    findings: written?.findings ?? [],
    settings: written?.settings ?? {},
  }
}

/**
 * Returns the answer of a model that goes on writing a text, or the caller's, with what scores its words.
 *
 * @param open prepares the text, with the ids of the answer behind it
 * @throws PamiError `ANSWER_END_UNKNOWN`, and the errors of `generate` and of `open`
 */
export async function continuationOf<Opened extends { readonly input: Input }>(
  open: (model: Model, answer?: readonly number[]) => Opened | Promise<Opened>,
  { config }: Writer,
  { model, tokenizer, text }: AskedAnswer,
): Promise<WrittenAnswer & { readonly opened: Opened }> {
  const plain = withoutCache(model)
  const { start: _, ...search } = config
  const written =
    text === undefined
      ? await withWhole((await open(plain)).input, (feeds) =>
          generate(plain, feeds, { ...search, end: endOf(config) }),
        )
      : undefined
  const answer = answerOf({ tokenizer, ...(text === undefined ? { ids: written!.ids } : { text }) })
  const writing = { start: [], pad: 0, output: config.output ?? null, answer }
  return {
    answer,
    ...scoredBy({ ...writing, encoder: model, decoder: undefined }),
    writing,
    findings: written?.findings ?? [],
    settings: written?.settings ?? {},
    opened: await open(plain, answer.ids),
  }
}

/** Returns the field of a record that holds an answer; nothing without one. */
export function writingOf(
  writer: Writer | undefined,
  written: Pick<WrittenAnswer, "writing"> | undefined,
): { readonly writing?: Writing } {
  if (writer === undefined || written === undefined) return {}
  const decoder = writer.decoder === undefined ? null : (writer.decoderName ?? "the decoder")
  return { writing: { ...written.writing, decoder } }
}

/** Returns the model and the target that score every word of an answer in one run. */
export function scoredBy({
  encoder,
  decoder,
  start,
  pad,
  output: named,
  answer,
}: Omit<Writing, "decoder"> & { readonly encoder: Model; readonly decoder: Model | undefined }): {
  readonly model: Model
  readonly target: Target
} {
  const output = named ?? undefined
  return decoder === undefined
    ? { model: withoutCache(encoder), target: answerWords({ answer, output, offset: "end" }) }
    : {
        model: encoderDecoder({ encoder, decoder, answer, start, pad }),
        target: answerWords({ answer, output, offset: start.length - 1 }),
      }
}

function endOf({ end }: Partial<GenerateOptions>): GenerateOptions["end"] {
  if (end !== undefined) return end
  throw new PamiError(
    "ANSWER_END_UNKNOWN",
    "nothing beside the model names the id that ends an answer: put eos_token_id into its config.json, or give the answer",
  )
}
