import { computed } from "@preact/signals"
import type { Settings } from "../engine/contract.ts"
import { engine } from "./engine.ts"
import { modelSettings } from "./logic/settings.ts"
import { isOwn } from "./model.ts"
import { facts, findings, image, prediction, refusal, settings } from "./state.ts"
import { questionsAbout } from "./questions/about-images.ts"
import { withOutcomes, wordsOfOutcome } from "./questions/question.ts"
import { createTrials } from "./questions/trials.ts"

const trials = createTrials<Partial<Settings>>({
  subject: () => [facts.value?.digest, facts.value?.backend, image.value],
  keyOf: (change) => JSON.stringify(modelSettings({ ...settings.value, ...change })),
  ask: (changes) => engine.tryChanges(settings.value, changes),
})

const open = computed(() =>
  image.value === null
    ? []
    : questionsAbout({
        facts: facts.value,
        // Read with the facts, which change with the model.
        isOfSite: !isOwn(),
        prediction: prediction.value,
        findings: prediction.value === null ? [] : (findings.value ?? []),
        refusal: refusal.value,
        settings: settings.value,
      }),
)

/** The questions that the model leaves open about the image, with what it says for each answer that was tried. */
export const questions = computed(() =>
  withOutcomes(open.value, (change) => {
    const outcome = trials.outcomeOf(change)
    return outcome && wordsOfOutcome(outcome, facts.value?.labels)
  }),
)

/** Asks the model what it says of the image for each answer. */
export function tryAnswers(current: () => boolean): Promise<void> {
  return trials.tryAnswers(open.value, current)
}
