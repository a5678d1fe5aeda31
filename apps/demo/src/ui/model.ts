import type { BackendName, ModelRequest } from "../engine/contract.ts"
import { engine } from "./engine.ts"
import type { ReadFile } from "./logic/files.ts"
import { bytes } from "./logic/format.ts"
import { announce } from "./messages.ts"
import { backend, facts } from "./state.ts"

/** Where the model comes from: its files stay files, so that the page never holds their bytes. */
export interface Origin {
  readonly name: string
  readonly files: readonly ReadFile[] | "zoo"
  readonly labels: ReadFile | null
  readonly preprocessor: ReadFile | null
}

/** The bundled model. */
export const zoo: Origin = { name: "scenes", files: "zoo", labels: null, preprocessor: null }
let origin = zoo

/** The model in use. */
export function present(): Origin {
  return origin
}

// What one array buffer holds in every browser; a tab that runs the model needs about as much again.
const largestModel = 2 ** 31 - 1

/** Loads the present model on another backend, and nothing else. */
export async function loadWith(name: string): Promise<void> {
  const asked = origin
  facts.value = await engine.load(async () => ({ ...(await toRequest(asked)), backend: name as BackendName }))
}

/** Loads a model; the former stays where it fails. */
export async function load(next: Origin): Promise<void> {
  const on = backend.value
  facts.value = await engine.load(async () => ({ ...(await toRequest(next)), backend: on }))
  origin = next
  announce(`Model ${next.name} is open.`)
}

async function toRequest({ name, files, labels, preprocessor }: Origin): Promise<ModelRequest> {
  const text = (file: ReadFile | null) => ({ name: file?.name ?? "", text: file?.text ?? "" })
  return {
    name,
    backend: backend.value,
    source: files === "zoo" ? "zoo" : await readModel(files),
    ...(labels === null ? {} : { labels: text(labels) }),
    ...(preprocessor === null ? {} : { preprocessor: text(preprocessor) }),
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
