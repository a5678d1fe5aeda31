import { batch } from "@preact/signals"
import type { Settings, Snapshot } from "../engine/contract.ts"
import { engine, studio } from "./engine.ts"
import { count } from "./logic/format.ts"
import { announce, showError } from "./messages.ts"
import {
  activity,
  chosen,
  looked,
  nameOf,
  page,
  partsAtProbe,
  picture,
  probe,
  settings,
  snapshot,
  view,
  type Activity,
  type Chosen,
} from "./state.ts"

// One thing at a time is asked of the engine; whoever comes later ends what runs and waits for it.
let running: Promise<void> = Promise.resolve()
let turn = 0

/** Ends the sweep on its way, then does `work`, unless something else has been asked for meanwhile. */
export async function instead(work: (current: () => boolean) => Promise<void>): Promise<void> {
  const mine = ++turn
  const current = () => mine === turn
  engine.resume()
  engine.stop()
  const before = running
  running = before.then(async () => {
    if (!current()) return
    try {
      await work(current)
    } catch (error) {
      if (!current()) return
      activity.value = resting()
      showError(error)
    }
  })
  await running
}

/** What the page is doing when it does nothing: a map that is there stays. */
export function resting(): Activity {
  if (snapshot.value === null) return "idle"
  return snapshot.value.done ? "done" : "stopped"
}

/** Shows the picture to the model, then explains its answer. */
export async function lookAndExplain(current: () => boolean): Promise<void> {
  const shown = picture.value
  if (shown === null) return
  activity.value = "looking"
  const found = await engine.look(shown.picture, settings.value, shown.name).catch((error: unknown) => {
    // The engine has forgotten the former answer by now.
    if (current()) forget()
    throw error
  })
  if (!current()) return
  const { classes } = found.prediction
  const keep = classes.some(({ class: index }) => index === chosen.value?.target) && samePicture(shown.name)
  batch(() => {
    looked.value = found
    view.value = null
    snapshot.value = null
    partsAtProbe.value = []
    if (!keep) chosen.value = { target: classes[0].class, versus: null }
  })
  lastPicture = shown.name
  await painted()
  if (!current()) return
  // The other pages ask the engine for themselves; on the way back to this one the sweep begins.
  if (page.value !== "explain") activity.value = "idle"
  else await sweep(current, settings.value)
}

/** Shows nothing of an answer that the model in use has not given, or not to this picture. */
export function forget(): void {
  batch(() => {
    looked.value = view.value = snapshot.value = probe.value = null
    partsAtProbe.value = []
  })
}

// Another picture deserves its own first answer; another setting keeps the class that one was looking at.
let lastPicture = ""
function samePicture(name: string): boolean {
  return name === lastPicture
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
    take(step)
    const reached = Math.floor(step.share * 4)
    if (reached > quarter && !step.done) announce(`${reached * 25} per cent done.`)
    quarter = reached
    // The next step is not made before this one is seen.
    await painted()
  })
  if (!current()) return
  performance.measure("explaining", { start })
  const complete = snapshot.value?.done ?? false
  activity.value = complete ? "done" : "stopped"
  // Nothing else is on its way now.
  void studio.prepareSvg()
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
  await explainAgain()
}

/** Shows another class, or a contrast, of the same sweep: no forward pass. */
export async function choose(next: Chosen): Promise<void> {
  chosen.value = next
  if (snapshot.value === null) return
  try {
    const read = await engine.read(next)
    if (chosen.value === next) view.value = read
    announce(
      next.versus === null
        ? `Map of ${nameOf(next.target)}.`
        : `${nameOf(next.target)} rather than ${nameOf(next.versus)}.`,
    )
  } catch (error) {
    showError(error)
  }
}

/** Holds the sweep, or goes on with it. */
export function pauseOrResume(): void {
  if (activity.value === "paused") {
    engine.resume()
    activity.value = "explaining"
    announce("Going on.")
  } else if (activity.value === "explaining") {
    engine.pause()
    activity.value = "paused"
    announce("Paused.")
  }
}

/** Ends the sweep; its map stays. */
export function stop(): void {
  engine.resume()
  engine.stop()
}
