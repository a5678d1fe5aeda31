import { computed } from "@preact/signals"
import type { KindOptions } from "../../engine/kinds/contract.ts"
import { kindsEngine } from "./engine.ts"
import { entry, facts, input, options, seen } from "./state.ts"
import { questionsAboutInput, triable } from "../questions/about-inputs.ts"
import { withOutcomes, wordsOfOutcome } from "../questions/question.ts"
import { createTrials } from "../questions/trials.ts"

const trials = createTrials<KindOptions>({
  subject: () => [facts.value?.digest, facts.value?.backend, input.value],
  keyOf(change) {
    // These decide the map alone.
    const {
      passes: _passes,
      seed: _seed,
      mask: _mask,
      units: _units,
      target: _target,
      ...all
    } = options.value
    return JSON.stringify(Object.entries({ ...all, ...change }).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  },
  ask: (changes) => kindsEngine.tryChanges(input.value!, options.value, changes),
})

const open = computed(() =>
  facts.value === null
    ? null
    : questionsAboutInput({
        facts: facts.value,
        seen: seen.value,
        options: options.value,
        isOwn: entry.value === null,
      }),
)

/** The open questions about the input, with the prediction of each answer that was tried, and the fields for other inputs. */
export const asked = computed(() => ({
  feeds: open.value?.feeds ?? [],
  questions: withOutcomes(open.value?.questions ?? [], (change) => {
    const outcome = trials.outcomeOf(change)
    return outcome && wordsOfOutcome(outcome)
  }),
}))

/** Asks a model of the visitor what it says of the input for each answer. */
export async function tryAnswers(current: () => boolean): Promise<void> {
  if (input.value === null || entry.value !== null) return
  const questions = open.value?.questions.filter(({ about }) => triable.includes(about)) ?? []
  await trials.tryAnswers(questions, current)
}
