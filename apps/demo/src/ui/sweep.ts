import { batch } from "@preact/signals"
import type { ClassScore, Settings, Snapshot } from "../engine/contract.ts"
import { outlives } from "../engine/outlives.ts"
import { engine, imageWorker } from "./engine.ts"
import { takeLinked } from "./linked-choice.ts"
import { withChosen } from "./logic/classes.ts"
import { codeOf } from "./logic/error-message.ts"
import { count } from "./logic/format.ts"
import { announce, showError } from "./messages.ts"
import { ready } from "./model.ts"
import {
  activity,
  chosen,
  found,
  linked,
  prediction,
  nameOf,
  page,
  partsAtProbe,
  image,
  probe,
  refusal,
  settings,
  snapshot,
  view,
  wanted,
  type Chosen,
} from "./state.ts"
import { engineInUse, instead, resting } from "./turns.ts"

/**
 * Shows the image to the model, then explains its answer.
 *
 * @param between done after the look and before the sweep
 */
export async function lookAndExplain(current: () => boolean, between?: () => Promise<void>): Promise<void> {
  await ready()
  if (!current()) return
  if (image.value === null) {
    activity.value = resting()
    return
  }
  activity.value = "predicting"
  const answer = await engine.predict(settings.value).catch((error: unknown) => {
    // The engine has forgotten the former answer by now.
    if (current()) {
      forget()
      refusal.value = codeOf(error)
      void tryAnswers(current)
    }
    throw error
  })
  if (!current()) return
  batch(() => {
    prediction.value = { ...answer, classes: withChosen(answer, wanted.value) }
    found.value = answer.findings
    refusal.value = null
    view.value = null
    snapshot.value = null
    partsAtProbe.value = []
    chosen.value = chosenAmong(prediction.value.classes)
  })
  await between?.()
  await painted()
  if (!current()) return
  // The other pages ask the engine for themselves; on the way back to this one the sweep begins.
  if (page.value !== "explain") activity.value = "idle"
  else await sweep(current, settings.value)
}

/** Asks the model beside the sweep what it says for each answer to what it leaves open. */
async function tryAnswers(current: () => boolean): Promise<void> {
  const { tryAnswers } = await import("./ask-about-image.ts")
  // The predictions are a help: without them the answers are offered all the same.
  if (current()) await tryAnswers(current).catch(() => undefined)
}

/** Shows nothing of an answer that the model in use has not given, or not to this image. */
export function forget(): void {
  batch(() => {
    prediction.value = found.value = refusal.value = view.value = snapshot.value = probe.value = null
    partsAtProbe.value = []
  })
}

/** Returns the choice of the visitor, or of a link, if the model still has these classes; otherwise the top class. */
function chosenAmong(classes: readonly ClassScore[]): Chosen {
  const has = (wanted: number) => classes.some(({ class: index }) => index === wanted)
  const linked = takeLinked(classes)
  if (linked !== null) wanted.value = linked
  const { target, versus } = wanted.value ?? {}
  if (target === undefined || !has(target)) return { target: classes[0].class, versus: null }
  return { target, versus: versus != null && has(versus) ? versus : null }
}

/** Lets the page show what has come, so that the sweep's first steps do not wait for it. */
async function painted(): Promise<void> {
  // A tab in the background paints nothing: it is not waited for.
  if (document.visibilityState === "visible")
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
}

async function sweep(current: () => boolean, used: Settings): Promise<void> {
  const selection = chosen.value!
  activity.value = "explaining"
  announce(`Explaining ${nameOf(selection.target)}.`)
  let quarter = 0
  const start = performance.now()
  await engine.explain(used, selection, async (step) => {
    if (!current()) return
    const isFirst = snapshot.value === null
    take(step)
    // Not before: a first visit waits for the first map.
    if (isFirst) void tryAnswers(current)
    // The engine does not know a choice that was made before the first map.
    if (isFirst && chosen.value !== null && chosen.value !== selection) void choose(chosen.value)
    const reached = Math.floor(step.share * 4)
    if (reached > quarter && !step.done) announce(`${reached * 25} percent done.`)
    quarter = reached
    // The next step is not made before this one is seen.
    await painted()
  })
  if (!current()) return
  performance.measure("explaining", { start })
  const complete = snapshot.value?.done ?? false
  activity.value = snapshot.value === null ? "idle" : complete ? "done" : "stopped"
  // Nothing else is on its way now.
  imageWorker.prepareSvg().catch(() => undefined)
  announce(`${complete ? "Done" : "Stopped"} after ${count(snapshot.value?.passes ?? 0)} passes.`)
}

function take(step: Snapshot): void {
  batch(() => {
    snapshot.value = step
    // A step that was on its way when another class was chosen shows the old one.
    const { target, versus } = step.view
    if (target === chosen.value?.target && versus === chosen.value.versus) view.value = step.view
  })
}

/** Explains again, from the start. */
export async function explainAgain(): Promise<void> {
  await instead(lookAndExplain)
}

/** Changes settings, and explains with them. */
export async function change(patch: Partial<Settings>): Promise<void> {
  settings.value = { ...settings.value, ...patch }
  linked.value = null
  await explainAgain()
}

// A map of another class than the heading's is not shown for longer than this, in ms.
const longestStale = 300

/** Shows another class, or a contrast, of the same sweep: no forward pass. */
export async function choose(next: Chosen): Promise<void> {
  wanted.value = chosen.value = next
  if (snapshot.value === null) return
  // The engine has forgotten the former sweep by now; the next one is of what is chosen.
  if (activity.value === "predicting") {
    view.value = null
    return
  }
  try {
    const reading = engine.read(next)
    if ((await outlives(reading, longestStale)) && chosen.value === next) view.value = null
    const read = await reading
    if (chosen.value !== next) return
    view.value = read
    announce(
      next.versus === null
        ? `Map of ${nameOf(next.target)}.`
        : `${nameOf(next.target)} rather than ${nameOf(next.versus)}.`,
    )
  } catch (error) {
    if (chosen.value !== next) return
    if ((error as { code?: string }).code !== "SWEEP_GONE") return showError(error)
    // The scores went with the worker that had them. Where something else is on its way, that goes on.
    if (activity.value === "done" || activity.value === "stopped") await explainAgain()
  }
}

/** Holds the sweep, or goes on with it. */
export function pauseOrResume(): void {
  if (activity.value === "paused") {
    engineInUse().resume()
    activity.value = "explaining"
    announce("Resumed.")
  } else if (activity.value === "explaining") {
    engineInUse().pause()
    activity.value = "paused"
    announce("Paused.")
  }
}
