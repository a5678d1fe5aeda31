import type { AnswerExplanation } from "./answer-explanation.ts"
import { createAsker } from "./asker.ts"
import { recallChoice } from "./decide-scoring.ts"
import { type AnswerPlan, planCalls } from "./plan.ts"
import { type AnswerQuestion, checkQuestion } from "./question.ts"
import { type AnswerRun, runAnswer } from "./run-answer.ts"

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
