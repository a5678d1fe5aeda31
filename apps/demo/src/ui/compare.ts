import { batch } from "@preact/signals"
import type { Settings } from "../engine/contract.ts"
import { agreement, axis, drawn, empty, of, ticked, variants, type Axis, type Variant } from "./compared.ts"
import { outlives } from "../engine/outlives.ts"
import { ended } from "../engine/thread.ts"
import { engine } from "./engine.ts"
import { announce } from "./messages.ts"
import { loadWith, ready } from "./model.ts"
import { withChosen } from "./logic/classes.ts"
import { toMessage } from "./logic/error-message.ts"
import { activity, chosen, facts, prediction, image, settings, snapshot, view } from "./state.ts"
import { lookAndExplain } from "./sweep.ts"
import { grace, instead } from "./turns.ts"

/** Explains the image with each ticked value, one after another, and keeps the maps. */
export async function compare(): Promise<void> {
  const name = axis.value
  const values = ticked()
  const selection = chosen.value
  if (selection === null || image.value === null || facts.value === null) return
  const budget = budgetOf(name)
  batch(() => {
    agreement.value = null
    of.value = { image: image.value!, digest: facts.value!.digest }
    variants.value = values.map((value) => ({ value, state: "waiting", ...empty }))
  })
  await instead(async (current) => {
    batch(() => {
      activity.value = "comparing"
      // The engine holds one sweep: the one of the Explain page is gone.
      snapshot.value = null
      view.value = null
    })
    if (name !== "backend") await ready()
    for (const value of values) if (current()) await run(name, { value, ...budget }, current)
    if (!current()) return
    await agree(current)
    announce("All maps are ready.")
    await lookAndExplain(current)
  })
}

/** Stops the comparison; finished and partial maps stay. */
export async function stopComparing(): Promise<void> {
  variants.value = variants.value.filter(({ view }) => view !== null)
  await instead(lookAndExplain)
}

// Passes for each method where the present map has none to equal.
const usualBudget = 500

/** Returns how many passes each value may take: methods have equal ones, those of the present map. */
function budgetOf(name: Axis): Partial<Settings> {
  if (name !== "method") return {}
  return { passes: settings.value.passes ?? snapshot.value?.passes ?? usualBudget }
}

async function agree(current: () => boolean): Promise<void> {
  const maps = drawn.value
  if (maps.length < 2) return
  const table = await engine.agreement(maps.map(({ view }) => view.map))
  if (!current()) return
  const pairs = table.flatMap((row, index) => row.slice(0, index))
  const mean = pairs.reduce((sum, value) => sum + value, 0) / pairs.length
  agreement.value = { values: maps.map(({ value }) => value), table, mean }
}

let running: Promise<void> = Promise.resolve()
let skips = 0

/** Ends the current map and continues with the next value. */
export async function skip(): Promise<void> {
  skips++
  engine.resume()
  engine.stop()
  if (await outlives(running, grace)) engine.end()
}

interface Run {
  readonly value: string
  readonly passes?: number | null
}

async function run(name: Axis, { value, passes }: Run, current: () => boolean): Promise<void> {
  const update = (patch: Partial<Variant>) => {
    if (current())
      variants.value = variants.value.map((entry) => (entry.value === value ? { ...entry, ...patch } : entry))
  }
  update({ state: "running" })
  const change = {
    ...(name === "backend" ? {} : { [name]: value }),
    ...(passes === undefined ? {} : { passes }),
  }
  running = draw({ ...settings.value, ...change }, name === "backend" ? value : null, current, update)
  try {
    await running
    updateEnded()
  } catch (error) {
    if ((error as { code?: string }).code === ended.code) updateEnded()
    else update({ state: "failed", reason: toMessage(error).text })
  }

  /** A map that ended early counts as done; without a map the value has failed. */
  function updateEnded(): void {
    const drawn = variants.value.find((entry) => entry.value === value)?.view != null
    update(drawn ? { state: "done" } : { state: "failed", reason: "Stopped" })
  }
}

async function draw(
  used: Settings,
  on: string | null,
  current: () => boolean,
  update: (patch: Partial<Variant>) => void,
): Promise<void> {
  const before = skips
  const goOn = () => {
    if (skips !== before || !current()) throw ended
  }
  if (on !== null) await loadWith(on)
  goOn()
  const answer = await engine.predict(used)
  goOn()
  prediction.value = { ...answer, classes: withChosen(answer, chosen.value) }
  const began = performance.now()
  await engine.explain(used, chosen.value!, ({ share, passes, view }) =>
    update({ share, passes, view, seconds: (performance.now() - began) / 1000 }),
  )
}
