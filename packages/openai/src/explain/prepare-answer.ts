import { explain, isPamiError } from "@pami/core"
import type { Finding, Input, Method, Partitioner, Progress, Settings } from "@pami/core"
import type { AnswerCache } from "../cache/answer-cache.ts"
import type { OpenaiFindingCode } from "../codes.ts"
import {
  type Context,
  type ContextDocument,
  type ContextMask,
  type ContextUnits,
  cutContext,
} from "../context/context.ts"
import { checkTemplate, type Prompt, type PromptTemplate, renderPrompt } from "../context/prompt.ts"
import type { LanguageModel } from "../language-model.ts"
import { chooseScoring, type ScoringChoice, scoringFinding } from "../scoring/choose-scoring.ts"
import { scoringNames } from "../scoring/scoring.ts"
import { scorings } from "../scoring/scorings.ts"
import { apiError } from "../server/api-error.ts"
import { sourceRegression } from "../sources/source-regression.ts"
import { type AnswerExplanation, answerExplanation } from "./answer-explanation.ts"
import { answerModel, answerTarget } from "./answer-model.ts"
import { answerParts, type AnswerSpans, scoreParts } from "./answer-spans.ts"
import { type Asker, createAsker } from "./asker.ts"
import { compareAnswers, expectDependence, notChecked } from "./check-server.ts"
import { contextInput } from "./context-input.ts"
import { type AnswerPlan, planCalls } from "./plan.ts"

/** The question that {@link explainAnswer} answers: a model, a context, an answer. */
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

/** Options of a run. */
export interface AnswerRun {
  /** Stops the calls. The error has the explanation so far as `partial`; answered calls are in the cache. */
  readonly signal?: AbortSignal | undefined
  /** Called after every answered call of the sweep. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** A question that is ready: its cost is known, and no call has been made. */
export interface PreparedAnswer {
  readonly plan: AnswerPlan
  /** Makes the calls. */
  explain(run?: AnswerRun): Promise<AnswerExplanation>
}

/**
 * Prepares an explanation, so that its cost can be shown, and confirmed, before it starts. Makes no call.
 *
 * @throws PamiError `CONTEXT_EMPTY`, `CONTEXT_TOO_LARGE`, `ANSWER_EMPTY`, `TEXT_TOO_LONG`
 * @throws RangeError for options out of range
 *
 * @example
 * const prepared = await prepareAnswer({ languageModel, context, question: "Where is Anna's key?" })
 * console.log(prepared.plan.calls > 0) // true
 * const { answer } = await prepared.explain()
 * console.log(answer) // Anna's key is in the hall.
 */
export async function prepareAnswer(asked: AnswerQuestion): Promise<PreparedAnswer> {
  const question = checkQuestion(asked)
  const asker = createAsker(asked.languageModel, question.cache, undefined)
  const answer =
    question.answer ?? (await asker.written(question.render(question.whole), question.maxTokens))?.trim()
  const choice = await recallChoice(asked.languageModel, asker)
  const plan = await planCalls({
    ...question,
    asker,
    answer,
    scoring: choice?.scoring,
  })
  return { plan, explain: (run = {}) => runAnswer(question, plan, run) }
}

/**
 * Explains which sentences of the context an answer comes from: the context is masked in many ways, each a call of the
 * server, and the effect of each sentence on the log-probability of the answer, and of each span of it, is read from
 * all. {@link prepareAnswer} says the cost first.
 *
 * @throws PamiError as {@link prepareAnswer}; errors of the server (`API_…`), after some calls with the explanation so far as
 *   `partial`; `ABORTED`
 *
 * @example
 * const { sources, importance } = await explainAnswer({
 *   languageModel,
 *   context: "It rained. Anna's key is in the hall. The dog barked.",
 *   question: "Where is Anna's key?",
 *   answer: "Anna's key is in the hall.",
 * })
 * const effects = importance()
 * console.log(sources[effects.indexOf(Math.max(...effects))].text) // Anna's key is in the hall.
 */
export async function explainAnswer(asked: AnswerQuestion & AnswerRun): Promise<AnswerExplanation> {
  const { signal, onProgress } = asked
  return (await prepareAnswer(asked)).explain({ signal, onProgress })
}

/** A question with everything decided that needs no call. */
interface Question {
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

function checkQuestion(asked: AnswerQuestion): Question {
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
    prompt: typeof template === "string" ? template : template.map(({ role, content }) => ({ role, content })),
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

async function runAnswer(
  question: Question,
  plan: AnswerPlan,
  { signal, onProgress }: AnswerRun,
): Promise<AnswerExplanation> {
  const { model, render, whole, method } = question
  const asker = createAsker(model, question.cache, signal)
  const findings: Finding[] = [...model.findings]
  const prompt = render(whole)
  const answer = question.answer ?? (await asker.write(prompt, question.maxTokens)).trim()
  if (answer === "") throw emptyAnswer("the model wrote nothing: ask another question, or give an answer")
  if (question.answer === undefined) findings.push(generatedAnswer)
  const parts = answerParts(answer, question.spans)
  const choice = await decideScoring(model, asker, prompt, answer)
  findings.push(scoringFinding(choice))
  const scoring = scorings[choice.scoring]
  const score = async (context: string, fresh = false) =>
    scoreParts(await asker.score(scoring, render(context), answer, { fresh }), parts, answer, scoring.name)
  // A run without an open question needs no server.
  const isChecked = plan.calls > 0
  const [first] = await score(whole)
  if (isChecked) findings.push(...listed(compareAnswers(first, (await score(whole, true))[0], "at the start")))
  const explanation = await explain({
    model: answerModel(model, { parts, settings: { scoring: scoring.name }, score }),
    input: question.inputFor(answer),
    target: answerTarget(parts, scoring.name),
    partitioner: question.partitioner,
    ...(question.limit < Infinity && { passes: question.limit }),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  })
  if (isChecked)
    try {
      findings.push(...listed(compareAnswers(first, (await score(whole, true))[0], "at the end")))
    } catch (error) {
      if (!isPamiError(error) || error.code === "ABORTED") throw error
      findings.push(notChecked(error.message))
    }
  const independent = expectDependence(first, explanation.baseline[0], explanation.scale.unit)
  findings.push(...listed(independent))
  // The finding of the sweep says the same for models of other kinds.
  const others = explanation.findings.filter(({ code }) => independent === undefined || code !== "INPUT_IGNORED")
  return answerExplanation({
    explanation: { ...explanation, findings: [...findings, ...others] },
    question: question.question,
    answer,
    generated: question.answer === undefined,
    context: question.context,
    parts,
    scoring: scoring.name,
    method,
    plan,
    calls: asker.calls,
  })
}

const choiceName = "scoring"

async function decideScoring(
  model: LanguageModel,
  asker: Asker,
  prompt: Prompt,
  answer: string,
): Promise<ScoringChoice> {
  const known = await recallChoice(model, asker)
  if (known !== undefined) return known
  const choice = await chooseScoring(model, (scoring, text = answer) =>
    asker.score(scoring, prompt, text, { retries: 1 }),
  )
  await asker.keep(choiceName, choice)
  return choice
}

/** Returns the way of scoring that is known without a call. */
async function recallChoice(model: LanguageModel, asker: Asker): Promise<ScoringChoice | undefined> {
  if (model.scoring !== "auto") return { scoring: model.scoring, reasons: [] }
  const known = (await asker.recall(choiceName)) as Partial<ScoringChoice> | undefined
  const isChoice = scoringNames.includes(known?.scoring as never) && Array.isArray(known?.reasons)
  return isChoice ? (known as ScoringChoice) : undefined
}

function emptyAnswer(message: string): Error {
  return apiError("ANSWER_EMPTY", message)
}

const generatedAnswer: Finding<OpenaiFindingCode> = {
  code: "ANSWER_GENERATED",
  level: "note",
  message: "the model wrote the answer that is explained",
  fix: "give an answer to explain another one",
}

function listed<Item>(item: Item | undefined): Item[] {
  return item === undefined ? [] : [item]
}
