import type { PlatformSignal } from "@pami/core/tensor"
import { explain, isPamiError } from "@pami/core"
import type { Finding, Progress } from "@pami/core"
import type { OpenaiFindingCode } from "../codes.ts"
import { scoringFinding } from "../scoring/choose-scoring.ts"
import { scorings } from "../scoring/scorings.ts"
import { type AnswerExplanation, answerExplanation } from "./answer-explanation.ts"
import { answerModel, answerTarget } from "./answer-model.ts"
import { answerParts, scoreParts } from "./answer-spans.ts"
import { createAsker } from "./asker.ts"
import { compareAnswers, expectDependence, notChecked } from "./check-server.ts"
import { decideScoring } from "./decide-scoring.ts"
import type { AnswerPlan } from "./plan.ts"
import { emptyAnswer, type Question } from "./question.ts"

/** Options of a run. */
export interface AnswerRun {
  /** Stops the calls. The error has the explanation so far as `partial`; answered calls are in the cache. */
  readonly signal?: PlatformSignal | undefined
  /** Called after every answered call of the sweep. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** Makes the calls of a question, and returns its explanation. */
export async function runAnswer(
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
  if (isChecked)
    findings.push(...listed(compareAnswers(first, (await score(whole, true))[0], "at the start")))
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
  const others = explanation.findings.filter(
    ({ code }) => independent === undefined || code !== "INPUT_IGNORED",
  )
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

const generatedAnswer: Finding<OpenaiFindingCode> = {
  code: "ANSWER_GENERATED",
  level: "note",
  message: "the model wrote the answer that is explained",
  fix: "give an answer to explain another one",
}

function listed<Item>(item: Item | undefined): Item[] {
  return item === undefined ? [] : [item]
}
