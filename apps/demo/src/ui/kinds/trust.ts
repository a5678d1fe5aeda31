import { computed } from "@preact/signals"
import type { MapChoice } from "@pami/explainer"
import { createTrust } from "../trust/create-trust.ts"
import { nounsOf } from "../trust/words.ts"
import { insteadOfKinds } from "./actions.ts"
import { kindsEngine } from "./engine.ts"
import { areClasses, chosen, map, nameOfChoice, scale, seen, step } from "./state.ts"

const checks = computed(() => seen.value?.checks ?? { units: 0, masks: [], rivals: [] })

/** The questions about maps of inputs of every kind. */
export const kindTrust = createTrust<MapChoice>({
  subject: computed(() => (seen.value === null || chosen.value === null ? null : { chosen: chosen.value })),
  judge: kindsEngine,
  otherThan(choice) {
    if (typeof choice === "object" || !areClasses.value) return undefined
    return seen.value?.prediction.find(({ id, label }) => id !== choice && label !== choice)?.id
  },
  nameOf: nameOfChoice,
  instead: insteadOfKinds,
  name: computed(() => (chosen.value === null ? "" : nameOfChoice(chosen.value))),
  scale,
  reach: computed(() => map.value?.reach ?? null),
  sweep: step,
  units: computed(() => checks.value.units),
  masks: computed(() => checks.value.masks),
  rivals: computed(() => checks.value.rivals),
  nouns: computed(() => {
    const content = seen.value?.content
    if (content === undefined) return nounsOf("array")
    if (content.kind === "series" && content.isSound) return nounsOf("sound")
    const { units } = seen.value!.recipe as { readonly units?: unknown }
    return content.kind === "text" && typeof units === "string"
      ? { ...nounsOf("text"), units }
      : nounsOf(content.kind)
  }),
})
