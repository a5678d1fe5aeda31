import type { AnswerExplanation } from "../explain/answer-explanation.ts"
import { scoreName } from "./notable.ts"

/** An answer and its sources as plain JSON. All places are in UTF-16 code units, half open. */
export interface AnswerJson {
  readonly question: string | null
  readonly answer: string
  /** Whether the model wrote the answer. */
  readonly generated: boolean
  /** The unit of scores and importances: `"log-probability"`. */
  readonly unit: string
  readonly method: string
  readonly passes: number
  /** The units of the context: `start` and `end` in the text of the document, `document` its position. */
  readonly sources: readonly {
    readonly document: number
    readonly name: string
    readonly start: number
    readonly end: number
    readonly text: string
  }[]
  /** The whole answer, then its spans; `importance` has a value for each source, in their order. */
  readonly parts: readonly {
    readonly id: string
    readonly start: number
    readonly end: number
    readonly text: string
    readonly score: number
    readonly baseline: number
    readonly importance: readonly number[]
  }[]
  readonly findings: readonly { readonly code: string; readonly level: string; readonly message: string }[]
}

/**
 * Returns an answer and its sources as plain JSON.
 *
 * @example
 * const { parts } = answerJson(explanation)
 * console.log(parts[0].importance.length) // 3
 */
export function answerJson(result: AnswerExplanation): AnswerJson {
  const { question, answer, generated, method, explanation, sources, parts } = result
  return {
    question: question ?? null,
    answer,
    generated,
    unit: scoreName(result),
    method,
    passes: explanation.passes,
    sources: sources.map(({ document, name, start, end, text }) => ({ document, name, start, end, text })),
    parts: parts.map(({ id, start, end, text, score, baseline }) => ({
      id,
      start,
      end,
      text,
      score,
      baseline,
      importance: [...result.importance(id)],
    })),
    findings: explanation.findings.map(({ code, level, message }) => ({ code, level, message })),
  }
}
