import { manifest } from "@pami/core"
import type { Explanation, Manifest, Method, Settings } from "@pami/core"
import type { Context, Source } from "../context/context.ts"
import type { ScoringName } from "../contracts/scoring-name.ts"
import type { AnswerPart } from "./answer-spans.ts"
import type { AnswerPlan } from "./plan.ts"

/** A part of the answer with its scores. */
export interface ScoredPart extends AnswerPart {
  /** Score with the whole context: a log-probability, or a similarity from 0 to 1. */
  readonly score: number
  /** Score with the whole context masked. */
  readonly baseline: number
}

/** A source with its importance for a part of the answer. */
export interface RankedSource extends Source {
  /** Position among the sources. */
  readonly index: number
  readonly importance: number
}

/** The result of {@link explainAnswer}. */
export interface AnswerExplanation {
  readonly question: string | undefined
  readonly answer: string
  /** Whether the model wrote the answer. */
  readonly generated: boolean
  readonly documents: readonly { readonly name: string; readonly text: string }[]
  /** The units of the context, with their places in the documents. */
  readonly sources: readonly Source[]
  /** The whole answer, then its spans. */
  readonly parts: readonly [ScoredPart, ...ScoredPart[]]
  readonly scoring: ScoringName
  /** Name of the method. */
  readonly method: string
  readonly plan: AnswerPlan
  /** Number of calls that the server answered in this run. */
  readonly calls: number
  readonly explanation: Explanation
  /**
   * Returns the importance of each source for a part of the answer, in the unit of the score.
   *
   * @param part its id: `"answer"` (default), `"17-42"`
   * @throws RangeError for an unknown part
   */
  importance(part?: string): Float32Array
  /** Returns the sources of a part of the answer, the most important first. */
  ranking(part?: string): RankedSource[]
  /** Returns the record of the explanation: digests, settings, scores; no text but the names of documents, and no key. */
  manifest(extra?: Settings): Manifest
}

/** Returns the result of a sweep. */
export function answerExplanation(facts: {
  readonly explanation: Explanation
  readonly question: string | undefined
  readonly answer: string
  readonly generated: boolean
  readonly context: Context
  readonly parts: readonly [AnswerPart, ...AnswerPart[]]
  readonly scoring: ScoringName
  readonly method: Method
  readonly plan: AnswerPlan
  readonly calls: number
}): AnswerExplanation {
  const { explanation, context, method, parts, ...rest } = facts
  const importance = (part: string = parts[0].id) => method.read(explanation, part)
  return {
    ...rest,
    documents: context.documents,
    sources: context.sources,
    parts: parts.map((part, position) => ({
      ...part,
      score: explanation.targets[position].score,
      baseline: explanation.baseline[position],
    })) as [ScoredPart, ...ScoredPart[]],
    method: method.name,
    explanation,
    importance,
    ranking(part) {
      const values = importance(part)
      return context.sources
        .map((source, index) => ({ ...source, index, importance: values[index] }))
        .sort((a, b) => b.importance - a.importance || a.index - b.index)
    },
    manifest: (extra) =>
      manifest(explanation, {
        read: (read, target) => method.read(read, target),
        ...(extra && { extra }),
      }),
  }
}
