import { signal } from "@preact/signals"
import type { Outcome } from "../../engine/contract.ts"
import type { Question } from "./question.ts"

/** How changes are tried. */
export interface TrialTools<Change> {
  /** Returns what the outcomes are of: a model and an input. They are forgotten with these. */
  subject(): readonly unknown[]
  /** Returns what a change leads to, as text: two that lead to the same are tried once. */
  keyOf(change: Change): string
  ask(changes: readonly Change[]): Promise<readonly (Outcome | null)[]>
}

type Outcomes = ReadonlyMap<string, Outcome | null>

const none: Outcomes = new Map()

/** Returns the outcomes of changes that were tried with the model and the input in use, and tries others. */
export function createTrials<Change>({ subject, keyOf, ask }: TrialTools<Change>) {
  const tried = signal<{ readonly of: readonly unknown[]; readonly outcomes: Outcomes } | null>(null)
  const outcomes = () => {
    const now = subject()
    return tried.value?.of.every((part, index) => part === now[index]) ? tried.value.outcomes : none
  }
  return {
    /** Returns `null` for a change that does not fit the model, `undefined` for one that was not tried. */
    outcomeOf: (change: Change) => outcomes().get(keyOf(change)),
    /** Asks the model for each answer that it has not been asked for, one question after the other. */
    async tryAnswers(questions: readonly Question<Change>[], current: () => boolean): Promise<void> {
      for (const { answers } of questions) {
        const changes = answers.map(({ change }) => change).filter((one) => !outcomes().has(keyOf(one)))
        if (changes.length === 0) continue
        const keys = changes.map(keyOf)
        const said = await ask(changes)
        if (!current()) return
        const added = keys.map((key, index) => [key, said[index]] as const)
        tried.value = { of: subject(), outcomes: new Map([...outcomes(), ...added]) }
      }
    },
  }
}
