import { effect } from "@preact/signals"
import { outlives } from "../engine/outlives.ts"
import type { EngineClient } from "../engine/client.ts"
import { engine, imageWorker } from "./engine.ts"
import { announce, showError } from "./messages.ts"
import { activity, facts, isSaved, mode, snapshot, view, type Activity, type Mode } from "./state.ts"

/** How long running work has to end by itself when something else is requested, in ms. */
export const grace = 800

/** The engine of a turn, and what the page shows of it. */
export interface Worked {
  readonly mode: Mode
  readonly engine: Pick<EngineClient, "stop" | "pause" | "resume" | "settled" | "end" | "isOpen" | "revive">
  /** Returns whether a model was opened in it. */
  hasModel(): boolean
  /** Returns the activity of the idle page. */
  resting(): Activity
  /** Called when another engine takes its place. */
  leave?(): void
}

const images: Worked = {
  mode: "image",
  engine,
  hasModel: () => facts.value !== null,
  resting() {
    if (snapshot.value === null || view.value === null) return "idle"
    return snapshot.value.done ? "done" : "stopped"
  },
  leave: () => engine.rest(),
}

// The engine of the latest turn.
let used = images

/** Returns the engine that the page shows. */
export function engineInUse(): Worked["engine"] {
  return used.engine
}

// One thing at a time is asked of the workers; what comes later ends what is under way.
let running: Promise<void> = Promise.resolve()
let turn = 0

/**
 * Ends what is under way, then does `work`, unless something else has been asked for meanwhile. A worker that does not
 * end by itself soon is ended; another one takes its place, with the same model and image.
 *
 * @param patience how long what is under way is waited for, in ms
 * @param next the engine of the work; default: that of images
 */
export async function instead(
  work: (current: () => boolean) => Promise<void>,
  patience = grace,
  next = images,
): Promise<void> {
  const mine = ++turn
  const current = () => mine === turn
  isSaved.value = false
  used.engine.resume()
  used.engine.stop()
  running = endOf(running, patience).then(async () => {
    if (!current()) return
    if (used !== next) used.leave?.()
    used = next
    mode.value = next.mode
    try {
      await work(current)
    } catch (error) {
      if (current()) await recover(error, current)
    }
  })
  await running
}

/** Ends what is under way; the map that is there stays. */
export async function stop(): Promise<void> {
  const before = activity.value
  activity.value = "stopping"
  // Not opened again: what hangs would hang again. The next question opens it.
  if (before === "starting" || before === "restarting")
    return instead(async () => void (activity.value = resting()), 0, used)
  if (before !== "explaining" && before !== "paused") return instead(rest, grace, used)
  // It ends with a map of what it has.
  used.engine.resume()
  used.engine.stop()
  if (await outlives(running, grace)) await instead(rest, 0, used)
}

/** Returns the activity of an idle page, which keeps its map. */
export function resting(): Activity {
  return used.resting()
}

const openings: readonly Activity[] = [
  "starting",
  "opening-model",
  "opening-image",
  "predicting",
  "restarting",
  "stopping",
]

/** Resolves when no model and no image is on its way. */
export function opened(): Promise<void> {
  return new Promise((resolve) => {
    const end = effect(() => {
      if (openings.includes(activity.value)) return
      resolve()
      queueMicrotask(() => end())
    })
  })
}

async function endOf(before: Promise<void>, patience: number): Promise<void> {
  // Nothing is asked of an engine that has not answered others: it may never do so.
  if (await outlives(used.engine.settled(), patience)) used.engine.end()
  else if (await outlives(before, patience)) imageWorker.end()
}

/** Does nothing, with an engine that can be asked: where it was ended, another one opens the model. */
async function rest(current: () => boolean): Promise<void> {
  // A model that was never open is opened by the next question.
  if (!used.engine.isOpen() && used.hasModel()) {
    activity.value = "restarting"
    announce("Stopped. Reopening the model.")
    await used.engine.revive()
  }
  if (current()) activity.value = resting()
}

async function recover(error: unknown, current: () => boolean): Promise<void> {
  showError(error)
  // It has died: whatever is asked next finds it ready.
  if (!used.engine.isOpen()) await rest(current).catch(showError)
  if (current()) activity.value = resting()
}
