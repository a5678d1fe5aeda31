/// <reference lib="esnext.disposable" preserve="true" />
import { explainAnswer } from "@pami/openai"
import type { AnswerExplanation, AnswerQuestion, AnswerRun, LanguageModel } from "@pami/openai"

/** The context, the question, and the answer to explain. */
export type AskedAnswers = Omit<AnswerQuestion, "languageModel">

/** Options of the explainer of a language model, for all its answers. */
export type AnswerOptions = Omit<AskedAnswers, "context" | "question" | "answer">

/** Explains the answers of a language model behind an API: which sentences of the context they come from. */
export interface AnswerExplainer extends AsyncDisposable {
  /**
   * Explains an answer, the model's own if none is given.
   *
   * @param run `signal` ends the calls, `onProgress` is called after each
   * @throws the errors of `explainAnswer` of `@pami/openai`
   */
  (asked: AskedAnswers, run?: AnswerRun): Promise<AnswerExplanation>
  readonly languageModel: LanguageModel
  /** Does nothing: the server keeps the model. */
  dispose(): Promise<void>
}

/** Returns the explainer of a language model behind an API. */
export function answerExplainer(languageModel: LanguageModel, options: AnswerOptions = {}): AnswerExplainer {
  const dispose = async () => {}
  return Object.assign(
    (asked: AskedAnswers, run: AnswerRun = {}) =>
      explainAnswer({ ...options, ...asked, languageModel, ...run }),
    { languageModel, dispose, [Symbol.asyncDispose]: dispose },
  )
}
