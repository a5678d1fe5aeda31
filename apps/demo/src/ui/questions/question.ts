import type { TargetId } from "@pami/core"
import { score, shown, className } from "../logic/format.ts"
import type { Outcome } from "../../engine/contract.ts"

/** A question that a model leaves open, with its likely answers. A change answers it. */
export interface Question<Change> {
  /** The setting that answers it. */
  readonly about: string
  readonly label: string
  readonly answers: readonly Answer<Change>[]
  /** Whether it is asked whatever the answers give: the answer in use is doubtful, or the visitor's. */
  readonly isPressing?: boolean
}

/** A likely answer to a question. */
export interface Answer<Change> {
  readonly label: string
  readonly change: Change
  readonly isUsed: boolean
  /** The prediction that it gives, once it was tried. */
  readonly outcome?: Said
}

/** A prediction in words: its first class, with the score. */
export interface Said {
  readonly id: TargetId
  readonly name: string
  readonly score: string
}

/** Returns an outcome in words. */
export function wordsOfOutcome(
  outcome: Outcome,
  labels: readonly (string | null | undefined)[] | null = null,
): Said {
  const { id, label, scale } = outcome
  return {
    id,
    name:
      label === undefined && typeof id === "number"
        ? className(labels?.[id], id, scale)
        : shown(label ?? String(id)),
    score: score(outcome.score, scale),
  }
}

/** Returns whether the answers to a question lead to different predictions, as far as they were tried. */
export function matters({ answers }: Question<unknown>): boolean {
  return new Set(answers.flatMap(({ outcome }) => outcome?.id ?? [])).size > 1
}

/**
 * Returns questions with what the model says for each answer.
 *
 * @param outcomeOf returns `null` for an answer that does not fit the model, `undefined` before it was tried
 */
export function withOutcomes<Change>(
  questions: readonly Question<Change>[],
  outcomeOf: (change: Change) => Said | null | undefined,
): Question<Change>[] {
  return questions
    .map((question) => ({
      ...question,
      answers: question.answers.flatMap((answer) => {
        const outcome = outcomeOf(answer.change)
        if (outcome === null) return answer.isUsed ? [answer] : []
        return [outcome === undefined ? answer : { ...answer, outcome }]
      }),
    }))
    .filter(({ answers }) => answers.length > 1 || answers.some(({ isUsed }) => !isUsed))
}
