import { computed, signal } from "@preact/signals"
import type { Preview } from "../../engine/contract.ts"
import { imageMasks, rivals } from "../../engine/judge-contract.ts"
import { engine } from "../engine.ts"
import { chosen, nameOfChoice, prediction, scoreScale, snapshot, view, type Chosen } from "../state.ts"
import { instead } from "../turns.ts"
import { createTrust } from "./create-trust.ts"
import { nounsOf } from "./words.ts"

/** The questions about maps of images. */
export const imageTrust = createTrust<Chosen>({
  subject: computed(() =>
    prediction.value === null || chosen.value === null
      ? null
      : { prediction: prediction.value, chosen: chosen.value },
  ),
  judge: engine,
  otherThan({ target, versus }) {
    const other = prediction.value?.classes.find((entry) => entry.class !== target)?.class
    return other === undefined || versus !== null ? undefined : { target: other, versus: null }
  },
  nameOf: nameOfChoice,
  instead,
  name: computed(() => (chosen.value === null ? "" : nameOfChoice(chosen.value))),
  scale: scoreScale,
  reach: computed(() => view.value?.reach ?? null),
  sweep: snapshot,
  units: computed(() => (prediction.value?.width ?? 0) * (prediction.value?.height ?? 0)),
  masks: signal(imageMasks),
  rivals: signal(rivals),
  nouns: signal(nounsOf("image")),
})

/** The pixels that the model saw, and those of the mask. */
export const preview = signal<{ readonly prediction: unknown; readonly pixels: Preview } | null>(null)

/** Gets the pixels that the model saw, and those of the mask. */
export async function loadPreview(): Promise<void> {
  const seen = prediction.value
  if (seen === null || preview.value?.prediction === seen) return
  const pixels = await engine.preview().catch(() => null)
  if (pixels !== null && prediction.value === seen) preview.value = { prediction: seen, pixels }
}
