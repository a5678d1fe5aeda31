import { computed, signal } from "@preact/signals"
import type { Outcome, Settings } from "../../engine/contract.ts"
import { engine } from "../engine.ts"
import { modelSettings } from "../logic/settings.ts"
import { isOwn } from "../model.ts"
import { facts, findings, image, prediction, refusal, settings } from "../state.ts"
import { questionsAbout } from "./about-images.ts"
import { withOutcomes, wordsOfOutcome } from "./question.ts"

/** The answers of the model in use to the image, by the settings of the model; `null` for settings that do not fit it. */
const tried = signal<{ readonly of: readonly unknown[]; readonly outcomes: Tried } | null>(null)
type Tried = ReadonlyMap<string, Outcome | null>

const nothing: Tried = new Map()
const subject = () => [facts.value?.digest, facts.value?.backend, image.value]
const outcomes = () =>
  tried.value?.of.every((part, index) => part === subject()[index]) ? tried.value.outcomes : nothing
const keyOf = (change: Partial<Settings>) => JSON.stringify(modelSettings({ ...settings.value, ...change }))

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
    const outcome = outcomes().get(keyOf(change))
    return outcome && wordsOfOutcome(outcome, facts.value?.labels ?? null)
  }),
)

/** Asks the model what it says for each answer that it has not been asked for, one question after the other. */
export async function tryAnswers(current: () => boolean): Promise<void> {
  for (const { answers } of open.value) {
    const changes = answers.map(({ change }) => change).filter((change) => !outcomes().has(keyOf(change)))
    if (changes.length === 0) continue
    const keys = changes.map(keyOf)
    const said = await engine.tryChanges(settings.value, changes)
    if (!current()) return
    tried.value = {
      of: subject(),
      outcomes: new Map([...outcomes(), ...keys.map((key, index) => [key, said[index]] as const)]),
    }
  }
}
