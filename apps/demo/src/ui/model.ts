import { batch } from "@preact/signals"
import type { BackendName, Beside, ModelRequest } from "../engine/contract.ts"
import { engine } from "./engine.ts"
import type { ReadFile } from "./logic/files.ts"
import { bytes } from "./logic/format.ts"
import { announce } from "./messages.ts"
import { backend, facts, findings } from "./state.ts"

/** Where the model comes from: its files stay files, so that the page never holds their bytes. */
export interface Origin {
  readonly name: string
  readonly files: readonly ReadFile[] | "zoo"
  /** Small files that came with it: what is found in them is a hint. */
  readonly near: readonly ReadFile[]
  /** Labels that the visitor has named. */
  readonly labels: ReadFile | null
  /** As `labels`: preprocessing. */
  readonly preprocessor: ReadFile | null
}

/** The bundled model. */
export const zoo: Origin = { name: "scenes", files: "zoo", near: [], labels: null, preprocessor: null }
// The engine reads it again when it has to start again.
let inUse = { origin: zoo }

/** The model in use. */
export function present(): Origin {
  return inUse.origin
}

// What one array buffer holds in every browser; a tab that runs the model needs about as much again.
const largestModel = 2 ** 31 - 1

/** Loads the present model on another backend, and nothing else. */
export async function loadWith(name: string): Promise<void> {
  await open(inUse, name as BackendName)
}

/** Loads a model; the former stays where it fails. */
export async function load(next: Origin): Promise<void> {
  const opened = { origin: next }
  await open(opened, backend.value)
  inUse = opened
  announce(`Model ${next.name} is open.`)
}

/**
 * Learns from other files beside the model in use, which goes on.
 *
 * @returns whether the model has to see the picture again
 */
export async function learn(next: Origin): Promise<boolean> {
  const learnt = await engine.learn(besides(next))
  inUse.origin = next
  batch(() => {
    facts.value = learnt.facts
    if (learnt.findings !== null) findings.value = learnt.findings
  })
  return learnt.isStale
}

async function open(opened: typeof inUse, on: BackendName): Promise<void> {
  facts.value = await engine.load(() => toRequest(opened.origin, on))
}

async function toRequest(origin: Origin, on: BackendName): Promise<ModelRequest> {
  const { name, files } = origin
  const source = files === "zoo" ? files : await readModel(files)
  return { name, backend: on, source, beside: besides(origin) }
}

function besides({ name, files, near, labels, preprocessor }: Origin): Beside {
  const file = files === "zoo" ? name : files[0].name
  const folder = file.split("/").slice(0, -1)
  // What is opened later, on its own, counts as lying beside the model.
  const pathOf = (path: string) => (path.includes("/") ? path : [...folder, path].join("/"))
  const named = (read: ReadFile) => ({ name: read.name.split("/").at(-1)!, text: read.bytes! })
  return {
    file,
    near: Object.fromEntries(near.map((read) => [pathOf(read.name), read.bytes!])),
    ...(labels === null ? {} : { labels: named(labels) }),
    ...(preprocessor === null ? {} : { preprocessor: named(preprocessor) }),
  }
}

async function readModel(files: readonly ReadFile[]): Promise<Exclude<ModelRequest["source"], "zoo">> {
  const size = files.reduce((sum, file) => sum + file.size, 0)
  if (size > largestModel)
    throw {
      code: "MODEL_TOO_LARGE",
      message: `The model has ${bytes(size)}; a browser tab can hold about ${bytes(largestModel)}. Take a smaller or a quantized version of it, or use the command line, which has no such limit`,
    }
  const entries: [string, Uint8Array][] = []
  for (const { file, name } of files)
    entries.push([name.split("/").at(-1)!, new Uint8Array(await file.arrayBuffer())])
  return entries.length === 1 ? entries[0][1] : Object.fromEntries(entries)
}
