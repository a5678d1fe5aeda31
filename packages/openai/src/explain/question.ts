import type { Input, Method, Partitioner, Settings } from "@pami/core"
import type { AnswerCache } from "../cache/answer-cache.ts"
import { cutContext } from "../context/context.ts"
import type { Context, ContextDocument, ContextMask, ContextUnits } from "../context/context.ts"
import { checkTemplate, type Prompt, type PromptTemplate, renderPrompt } from "../context/prompt.ts"
import type { LanguageModel } from "../contracts/language-model.ts"
import { apiError } from "../server/api-error.ts"
import { sourceRegression } from "../sources/source-regression.ts"
import type { AnswerSpans } from "./answer-spans.ts"
import { contextInput } from "./context-input.ts"

/** The question that `explainAnswer` answers: a model, a context, an answer. */
export interface AnswerQuestion {
  readonly languageModel: LanguageModel
  /** The texts that the answer is based on: one, or several with names. */
  readonly context: string | readonly ContextDocument[]
  /** The question, which is never masked. */
  readonly question?: string | undefined
  /** The answer to explain. Default: the model writes one. */
  readonly answer?: string | undefined
  /** Spans of the answer that get their own scores and sources from the same calls. Default `sentences`. */
  readonly spans?: AnswerSpans | undefined
  /** Units of the context. Default `sentences`. */
  readonly units?: ContextUnits | undefined
  /** Language of the context, such as `"th"`, which decides some sentences and words. Default `"en"`. */
  readonly language?: string | undefined
  /** Replaces a masked unit. Default `delete`. */
  readonly mask?: ContextMask | undefined
  /** Default: context, then question. */
  readonly prompt?: PromptTemplate | undefined
  /** Most tokens of an answer that the model writes. Default 256. */
  readonly maxTokens?: number | undefined
  /** The method. Default {@link sourceRegression}. */
  readonly method?: Method | undefined
  /** Cuts the context in place of the method's partitioner. */
  readonly partitioner?: Partitioner | undefined
  /** The largest number of parts that are scored, at least 1. Default: as the method decides. */
  readonly passes?: number | undefined
  /** Seed of the default method. Default 0. */
  readonly seed?: number | undefined
  /** Default: the cache of the language model. */
  readonly cache?: AnswerCache | undefined
}

/** A question with everything decided that needs no call. */
export interface Question {
  readonly model: LanguageModel
  readonly question: string | undefined
  readonly answer: string | undefined
  readonly spans: AnswerSpans
  readonly maxTokens: number
  readonly context: Context
  /** The context with all its units. */
  readonly whole: string
  readonly render: (context: string) => Prompt
  readonly inputFor: (answer: string) => Input
  /** The input before the answer is known: its units are the same. */
  readonly input: Input
  readonly method: Method
  readonly partitioner: Partitioner
  readonly limit: number
  readonly cache: AnswerCache
}

/**
 * Decides all that needs no call.
 *
 * @throws PamiError, RangeError as `prepareAnswer`
 */
export function checkQuestion(asked: AnswerQuestion): Question {
  const { languageModel: model, question, passes, maxTokens = 256, spans = "sentences" } = asked
  const { units = "sentences", mask = "delete" } = asked
  if (passes !== undefined && !(Number.isSafeInteger(passes) && passes >= 1))
    throw new RangeError(`passes is a whole number of at least 1; got ${passes}`)
  if (!(Number.isSafeInteger(maxTokens) && maxTokens >= 1))
    throw new RangeError(`maxTokens is a whole number of at least 1; got ${maxTokens}`)
  const template = checkTemplate(model.api, asked.prompt, question)
  const answer = asked.answer?.trim()
  if (answer === "") throw emptyAnswer("the answer has no words: give the text to explain")
  const context = cutContext(asked.context, { units, language: asked.language, mask })
  const method = asked.method ?? sourceRegression({ passes, seed: asked.seed })
  const settings: Settings = {
    units,
    mask: mask === "delete" ? mask : { word: mask.word },
    prompt:
      typeof template === "string" ? template : template.map(({ role, content }) => ({ role, content })),
    documents: context.documents.map(({ name }) => name),
  }
  const inputFor = (given: string) => contextInput(context, { settings, seen: [question ?? null, given] })
  return {
    model,
    question,
    answer,
    spans,
    maxTokens,
    context,
    whole: context.show(new Uint8Array(context.sources.length).fill(1)),
    render: (shown) => renderPrompt(model.api, template, { context: shown, question }),
    inputFor,
    input: inputFor(answer ?? ""),
    method,
    partitioner: asked.partitioner ?? method.partitioner,
    limit: passes ?? Infinity,
    cache: asked.cache ?? model.cache,
  }
}

/** Returns the error for an answer without words. */
export function emptyAnswer(message: string): Error {
  return apiError("ANSWER_EMPTY", message)
}
