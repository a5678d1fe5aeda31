import { batch } from "@preact/signals"
import type { KindInput, KindOptions, KindSnapshot, OpenRequest } from "../../engine/kinds/contract.ts"
import type { BackendName } from "../../engine/contract.ts"
import type { TargetId } from "@pami/core"
import type { MapChoice } from "@pami/explainer"
import type { ReadFile } from "../logic/files.ts"
import { count, shown } from "../logic/format.ts"
import { toggled } from "../logic/rows.ts"
import { announce, closeAll, show, showError } from "../messages.ts"
import { announceRows } from "../side-by-side.ts"
import { activity, backend, verdict } from "../state.ts"
import { grace, instead, type Worked } from "../turns.ts"
import { kindsEngine } from "./engine.ts"
import {
  chosen,
  contrast,
  entry,
  facts,
  input,
  mapFor,
  maps,
  nameOfChoice,
  options,
  ownInput,
  ownModel,
  rows,
  seen,
  shownChoices,
  step,
  targetOf,
  wanted,
} from "./state.ts"

const worked: Worked = {
  mode: "kinds",
  engine: kindsEngine,
  hasModel: () => facts.value !== null,
  resting: () => (step.value === null ? "idle" : step.value.done ? "done" : "stopped"),
  leave() {
    void kindsEngine.dispose()
    batch(() => {
      forget()
      facts.value = input.value = ownModel.value = null
    })
  },
}

/** A model, what is known of it, and the first input to explain. */
export interface Opening {
  /** Id of an entry of the gallery; `null` for a model of the visitor. */
  readonly entry: string | null
  /** Reads the model, and reads it again for the next worker: its buffers are transferred. */
  readonly read: () => Promise<OpenRequest>
  /** Default: the page asks for an input. */
  readonly input?: KindInput | undefined
  readonly options?: KindOptions
  /** Whether the input is the visitor's. */
  readonly ownInput?: boolean
  /** Files of a model of the visitor. */
  readonly ownModel?: readonly ReadFile[]
  /** The class that is asked for. Default: the first that is explained. */
  readonly choice?: MapChoice | null
}

// Reads the present model again, for another backend.
let readModel: Opening["read"] | undefined

/** Opens a model of any kind of input, and explains its input. */
export async function openKind(next: Opening | (() => Promise<Opening>)): Promise<void> {
  closeAll()
  activity.value = "opening-model"
  await instead(
    async (current) => {
      activity.value = "opening-model"
      const opening = typeof next === "function" ? await next() : next
      const known = await kindsEngine.load(opening.read)
      if (!current()) return
      readModel = opening.read
      batch(() => {
        forget()
        facts.value = known
        entry.value = opening.entry
        input.value = opening.input ?? null
        options.value = opening.options ?? {}
        ownInput.value = opening.ownInput ?? false
        ownModel.value = opening.ownModel ?? null
        wanted.value = opening.choice ?? null
      })
      announce(`Model ${known.name} is open.`)
      await explain(current)
    },
    grace,
    worked,
  )
}

/** Opens the present model on another backend, and explains its input again. Where that fails, the backend in use stays. */
export async function changeKindBackend(next: BackendName): Promise<void> {
  const former = backend.value
  backend.value = next
  await reopen(readModel!, {
    refused() {
      if (backend.value === next) backend.value = former
    },
  })
}

/**
 * Names the classes of the present model by a file, and explains its input again.
 *
 * @param read returns the contents of the file: its buffer is transferred
 */
export async function nameClasses(file: ReadFile, read: () => Promise<Uint8Array>): Promise<void> {
  closeAll()
  const former = readModel!
  const named = async () => {
    const request = await former()
    return { ...request, labels: file.name, files: { ...request.files, [file.name]: await read() } }
  }
  await reopen(named, {
    taken() {
      readModel = named
      if (ownModel.value !== null) ownModel.value = [...ownModel.value, file]
    },
  })
}

interface Reopening {
  /** Called when the model is open. */
  readonly taken?: () => void
  /** Called when it could not be opened: the former one stays. */
  readonly refused?: () => void
}

/** Opens the present model again, and explains its input. */
async function reopen(read: Opening["read"], { taken, refused }: Reopening): Promise<void> {
  activity.value = "opening-model"
  await insteadOfKinds(async (current) => {
    try {
      const known = await kindsEngine.load(read)
      if (!current()) return
      facts.value = known
      taken?.()
    } catch (error) {
      refused?.()
      throw error
    }
    await explain(current)
  })
}

/**
 * Explains an input with the model that is open.
 *
 * @param tell shows an error. Default: as ever
 */
export async function explainInput(
  next: KindInput,
  more: KindOptions = {},
  tell: (error: unknown) => void = showError,
): Promise<void> {
  closeAll()
  await instead(
    async (current) => {
      batch(() => {
        forget()
        input.value = next
        ownInput.value = true
        const { row: _row, answer: _answer, ...kept } = options.value
        options.value = { ...kept, ...more }
      })
      await explain(current).catch((error: unknown) => {
        if (!current()) return
        tell(error)
        activity.value = "idle"
      })
    },
    grace,
    worked,
  )
}

/** Changes options, and explains with them. An option that is undefined takes its default. */
export async function changeOptions(patch: KindOptions): Promise<void> {
  // A message may have asked for this.
  closeAll()
  const merged = Object.entries({ ...options.value, ...patch }).filter(([, value]) => value !== undefined)
  options.value = Object.fromEntries(merged)
  await explainKindAgain()
}

/** Explains again, from the start. */
export async function explainKindAgain(): Promise<void> {
  await instead(explain, grace, worked)
}

/** Ends what is under way, then does work with the model that is open. */
export async function insteadOfKinds(work: (current: () => boolean) => Promise<void>): Promise<void> {
  await instead(work, grace, worked)
}

/** Shows the map of another target of the same sweep: no forward pass. */
export async function choose(next: MapChoice): Promise<void> {
  wanted.value = next
  if (step.value === null) return
  try {
    await readMaps()
    if (wanted.value === next) announce(`Map of ${nameOfChoice(next)}.`)
  } catch (error) {
    if (wanted.value === next) showError(error)
  }
}

/** Shows the map of a target beside that of the chosen one, or no longer: no forward pass. */
export async function toggleRow(id: TargetId): Promise<void> {
  rows.value = toggled(rows.value, contrast.value!.target as TargetId, id)
  announceRows(nameOfChoice(id), rows.value.includes(id), rows.value.length)
  if (step.value !== null) await readMaps()
}

/** Reads the maps that the page lacks. */
async function readMaps(): Promise<void> {
  const choices = shownChoices.value
  if (choices.every((choice) => mapFor(choice) !== null)) return
  const read = await kindsEngine.read(choices)
  if (JSON.stringify(shownChoices.value) === JSON.stringify(choices)) maps.value = read
}

async function explain(current: () => boolean): Promise<void> {
  if (input.value === null) {
    activity.value = "idle"
    return
  }
  const before = wanted.value
  batch(() => {
    step.value = null
    maps.value = []
    activity.value = "predicting"
  })
  const start = performance.now()
  // The predictions of other answers are a help: without them the answers are offered all the same.
  const tryAnswers = async () => {
    const asking = await import("./ask-about-input.ts")
    if (current()) await asking.tryAnswers(current).catch(() => undefined)
  }
  try {
    await kindsEngine.explain(input.value, options.value, async (snapshot) => {
      if (!current()) return
      take(snapshot, before)
      if (snapshot.passes === 0) void tryAnswers()
      await painted()
    })
  } catch (error) {
    if (current()) {
      forget()
      void tryAnswers()
    }
    throw error
  }
  if (!current()) return
  performance.measure("explaining", { start })
  const done = step.value?.done ?? false
  activity.value = worked.resting()
  announce(`${done ? "Done" : "Stopped"} after ${count(step.value?.passes ?? 0)} passes.`)
}

function take(snapshot: KindSnapshot, before: MapChoice | null): void {
  let absent: string | null = null
  batch(() => {
    if (snapshot.seen !== undefined) {
      const isFirst = step.value === null
      seen.value = snapshot.seen
      // Another input may not have this target.
      const known = partsOf(before).every((part) =>
        snapshot.seen!.prediction.some(({ id, label }) => id === part || label === part),
      )
      if (isFirst && before !== null && !known) {
        wanted.value = null
        absent = nameOfChoice(before)
      }
      if (isFirst && rows.value.some((row) => targetOf(row) === undefined)) rows.value = []
    }
    if (activity.value === "predicting") activity.value = "explaining"
    step.value = snapshot
    const shows = JSON.stringify(chosen.value)
    if (snapshot.maps.some(({ choice }) => JSON.stringify(choice) === shows)) maps.value = snapshot.maps
  })
  if (absent !== null)
    show({
      title: "Not in this prediction",
      text: `“${shown(absent)}” is not among the ${count(seen.value!.prediction.length)} answers of the model for this input. The map is that of “${nameOfChoice(chosen.value!)}”.`,
      code: null,
    })
  // The engine does not know what was chosen before this sweep.
  if (snapshot.passes > 0) void readMaps().catch(showError)
}

function partsOf(choice: MapChoice | null): readonly unknown[] {
  if (choice === null) return []
  return typeof choice === "object" ? [choice.target, choice.versus] : [choice]
}

function forget(): void {
  batch(() => {
    seen.value = step.value = wanted.value = verdict.value = null
    maps.value = rows.value = []
  })
}

/** Lets the page show what has come before the next snapshot is made. */
async function painted(): Promise<void> {
  if (document.visibilityState === "visible")
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
}
