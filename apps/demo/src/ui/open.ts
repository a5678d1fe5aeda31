import { batch } from "@preact/signals"
import type { BackendName, ModelRequest } from "../engine/contract.ts"
import { engine, studio } from "./engine.ts"
import { readHeads, type ReadFile } from "./logic/files.ts"
import { bytes } from "./logic/format.ts"
import type { Sample } from "./logic/samples.ts"
import { sortFiles, type Sorted } from "./logic/tell-apart.ts"
import { verifyManifest } from "./keep.ts"
import { announce, closeAll, show } from "./messages.ts"
import { activity, backend, chosen, facts, picture, probe, zoom } from "./state.ts"
import { instead, lookAndExplain } from "./sweep.ts"
import { whole } from "./logic/zoom.ts"

/** Where the model comes from: its files stay files, so that the page never holds their bytes. */
interface Origin {
  readonly name: string
  readonly files: readonly ReadFile[] | "zoo"
  readonly labels: ReadFile | null
  readonly preprocessor: ReadFile | null
}

const zoo: Origin = { name: "scenes", files: "zoo", labels: null, preprocessor: null }
let origin = zoo

// What one array buffer holds in every browser; a tab that runs the model needs about as much again.
const largestModel = 2 ** 31 - 1

/** The first visit: the bundled model and its scene, at once. */
export async function start(sample: Sample): Promise<void> {
  activity.value = "starting"
  await instead(async (current) => {
    const [, drawn] = await Promise.all([load(zoo), studio.draw(sample, 512)])
    if (!current()) return
    picture.value = { name: sample.name, ...drawn }
    await lookAndExplain(current)
  })
}

/** Opens whatever was dropped, pasted or chosen, told apart by name and content. */
export async function openFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return
  closeAll()
  const sorted = sortFiles(await readHeads(files))
  const { model, labels, preprocessor, picture: shown, manifest } = sorted
  if (model === null && labels === null && preprocessor === null && shown === null && manifest === null)
    return show(nothingToOpen(sorted))
  mention(sorted)
  const changesModel = model !== null || labels !== null || preprocessor !== null
  if (changesModel || shown !== null)
    await instead(async (current) => {
      if (changesModel) {
        activity.value = "opening-model"
        const next: Origin =
          model === null
            ? {
                ...origin,
                labels: labels ?? origin.labels,
                preprocessor: preprocessor ?? origin.preprocessor,
              }
            : { name: model.file.name, files: [model, ...sorted.weights], labels, preprocessor }
        await load(next)
        if (model !== null) chosen.value = null
      }
      if (shown !== null && current()) await setPicture(shown.file, shown.file.name)
      if (current()) await lookAndExplain(current)
    })
  if (manifest !== null) await verifyManifest(manifest.text ?? "")
}

/** Opens the bundled model again. */
export async function openZoo(): Promise<void> {
  closeAll()
  await instead(async (current) => {
    activity.value = "opening-model"
    await load(zoo)
    chosen.value = null
    await lookAndExplain(current)
  })
}

/** Explains a scene of the samples. */
export async function openSample(sample: Sample): Promise<void> {
  closeAll()
  await instead(async (current) => {
    activity.value = "opening-picture"
    const drawn = await studio.draw(sample, 512)
    picture.value = { name: sample.name, ...drawn }
    resetView()
    await lookAndExplain(current)
  })
}

/** Runs the present model in another way. */
export async function changeBackend(next: BackendName): Promise<void> {
  const before = backend.value
  await instead(async (current) => {
    activity.value = "opening-model"
    backend.value = next
    try {
      await load(origin)
    } catch (error) {
      backend.value = before
      await load(origin)
      throw error
    }
    await lookAndExplain(current)
  })
}

/** Loads the present model on another backend, and nothing else. */
export async function loadWith(name: string): Promise<void> {
  facts.value = await engine.load({ ...(await toRequest(origin)), backend: name as BackendName })
}

async function load(next: Origin): Promise<void> {
  facts.value = await engine.load(await toRequest(next))
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

async function setPicture(file: Blob, name: string): Promise<void> {
  activity.value = "opening-picture"
  const decoded = await studio.decode(file, name)
  picture.value = { name, ...decoded }
  resetView()
}

function resetView(): void {
  batch(() => {
    zoom.value = whole
    probe.value = null
    chosen.value = null
  })
}

function nothingToOpen({ rest }: Sorted): { title: string; text: string; code: string | null } {
  const [{ file, role }] = rest
  const advice = {
    "foreign-model":
      "Models are opened as ONNX (.onnx) or TensorFlow.js (model.json with its .bin files). PyTorch, Keras and TensorFlow can all export to ONNX.",
    archive: "Unpack it first, then drop the folder.",
    weights: "These are a model’s weights alone. Drop the model.json (or .onnx) together with them.",
  }
  const what =
    role in advice
      ? advice[role as keyof typeof advice]
      : "Drop a model (.onnx, or model.json with its .bin files), a picture, a labels file, a preprocessor_config.json or a manifest."
  return { title: `${file.name} cannot be opened here`, text: what, code: "FILE_UNRECOGNIZED" }
}

/** Says what was left aside, where a person might have meant it. */
function mention({ model, rest }: Sorted): void {
  const others = rest.filter(({ role }) => role === "onnx" || role === "tfjs").map(({ file }) => file.name)
  if (model !== null && others.length > 0)
    show({
      title: `${model.name} was opened`,
      text: `There are ${others.length} more models: ${others.slice(0, 4).join(", ")}. Drop one alone to open it.`,
      code: null,
    })
  const foreign = rest.find(({ role }) => role === "foreign-model" || role === "archive")
  if (foreign !== undefined && model === null) show(nothingToOpen({ rest: [foreign] } as unknown as Sorted))
}
