import { batch, signal } from "@preact/signals"
import type { BackendName } from "../engine/contract.ts"
import { engine } from "./engine.ts"
import { entry } from "./kinds/state.ts"
import { announce } from "./messages.ts"
import { besides, toRequest, zoo, type Origin } from "./origin.ts"
import { activity, backend, facts, found } from "./state.ts"
import type { SiteModel } from "./site-models/site-model.ts"

// The engine reads it again when it has to start again.
let inUse = { origin: zoo }
// The backend that the engine has it open on; `null` before the first opening.
let openOn: BackendName | null = null

/** The model in use, if the site has fetched it from itself. */
export const siteModel = signal<SiteModel | null>(null)

/** The model in use. */
export function present(): Origin {
  return inUse.origin
}

/** Returns whether the visitor has opened the model in use. */
export function isOwn({ files, site }: Origin = present()): boolean {
  return files !== "zoo" && site === undefined
}

/** Loads the present model on another backend than the chosen one: what comes next has it {@link ready} again. */
export async function loadWith(name: string): Promise<void> {
  await open(inUse, name as BackendName)
}

/** Loads a model on a backend; where that fails, model and backend in use stay. */
export async function load(next: Origin, on: BackendName): Promise<void> {
  await choose({ origin: next }, on)
  announce(`Model ${next.name} is open.`)
}

/**
 * Has the model in use open on the chosen backend. It is not where its opening was given up, or a comparison has left it
 * on another backend.
 */
export async function ready(): Promise<void> {
  if (openOn === backend.value) return
  activity.value = facts.value === null ? "starting" : "opening-model"
  await choose(inUse, backend.value)
}

async function choose(opened: typeof inUse, on: BackendName): Promise<void> {
  backend.value = on
  try {
    await open(opened, on)
  } catch (error) {
    // Another one may have been chosen meanwhile.
    if (backend.value === on) backend.value = openOn ?? "auto"
    throw error
  }
}

/**
 * Learns from other files beside the model in use, which goes on.
 *
 * @returns whether the model has to see the image again
 */
export async function learn(next: Origin): Promise<boolean> {
  const learnt = await engine.learn(besides(next))
  inUse.origin = next
  batch(() => {
    facts.value = learnt.facts
    if (learnt.findings !== null) found.value = learnt.findings
  })
  return learnt.isStale
}

async function open(opened: typeof inUse, on: BackendName): Promise<void> {
  facts.value = await engine.load(() => toRequest(opened.origin, on))
  const { site } = opened.origin
  siteModel.value = site ?? null
  entry.value = site?.id ?? "scene"
  inUse = opened
  openOn = on
}
