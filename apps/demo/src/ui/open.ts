import { batch } from "@preact/signals"
import type { BackendName } from "../engine/contract.ts"
import { studio } from "./engine.ts"
import { verifyManifest } from "./keep.ts"
import { mention, nothingToOpen } from "./left-aside.ts"
import { readHeads, type ReadFile } from "./logic/files.ts"
import type { Sample } from "./logic/samples.ts"
import { sortFiles, type Sorted } from "./logic/tell-apart.ts"
import { closeAll, show, showError } from "./messages.ts"
import { learn, load, present, zoo, type Origin } from "./model.ts"
import { activity, backend, chosen, picture, pictures, settings, verdict, wanted, zoom } from "./state.ts"
import type { Decoded } from "./studio/contract.ts"
import { forget, lookAndExplain } from "./sweep.ts"
import { instead } from "./turns.ts"
import { whole } from "./logic/zoom.ts"

/** The first visit: the bundled model and its scene, at once. */
export async function start(sample: Sample): Promise<void> {
  await instead(async (current) => {
    const drawing = pictureOf(sample).then((drawn) => {
      if (current()) showPicture(sample.name, drawn)
    })
    await Promise.all([load(zoo), drawing])
    if (current()) await lookAndExplain(current)
  })
}

/** Opens whatever was dropped, pasted or chosen, told apart by name and content. */
export async function openFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return
  closeAll()
  const sorted = sortFiles(await readHeads(files))
  const { model, labels, preprocessor, pictures: dropped, manifest } = sorted
  if ([model, labels, preprocessor, manifest].every((file) => file === null) && dropped.length === 0)
    return show(nothingToOpen(sorted))
  mention(sorted)
  const shown = dropped.at(0)
  if (shown !== undefined) pictures.value = dropped.length > 1 ? dropped.map(({ file }) => file) : []
  if (model !== null)
    await instead(async (current) => {
      activity.value = "opening-model"
      const files = [model, ...sorted.weights]
      await loadAnew(reader(sorted.format), { ...withTexts(sorted, null), name: model.file.name, files })
      startAnew()
      if (shown !== undefined && current()) await setPicture(shown.file)
      if (current()) await lookAndExplain(current)
    })
  else if (labels !== null || preprocessor !== null) await learnFrom(sorted)
  if (model === null && shown !== undefined) await openPicture(shown.file)
  if (manifest !== null) await verifyManifest(manifest.text ?? "")
}

/** Explains a picture. */
export async function openPicture(file: File): Promise<void> {
  await instead(async (current) => {
    await setPicture(file)
    if (current()) await lookAndExplain(current)
  })
}

/** Takes labels and preprocessing for the model in use. Other names of its classes do not end its sweep. */
async function learnFrom(sorted: Sorted<ReadFile>): Promise<void> {
  const next = { ...present(), ...withTexts(sorted, present()) }
  if (await learn(next).catch(refuse)) await instead(lookAndExplain)
}

function refuse(error: unknown): false {
  showError(error)
  return false
}

// What is looked for near a model goes by these names; others the visitor has to name.
const hints = /^(config|metadata|signature|preprocessor_config|processor_config)\.json$/i

/** What the model's files, or others that came later, say of it besides. */
function withTexts(
  { labels, preprocessor, texts }: Sorted<ReadFile>,
  before: Origin | null,
): Omit<Origin, "name" | "files"> {
  const isNamed = ({ name }: ReadFile) => !name.includes("/") && !hints.test(name)
  const named = (file: ReadFile | null) => (file !== null && isNamed(file) ? file : null)
  return {
    near: [...(before?.near ?? []), ...texts],
    labels: named(labels) ?? before?.labels ?? null,
    preprocessor: named(preprocessor) ?? before?.preprocessor ?? null,
  }
}

/** The backend in use, or where it does not read the format, the page's own choice. */
function reader(format: "onnx" | "tfjs" | null): BackendName {
  const unread = format === "onnx" ? "tfjs:" : "onnxruntime-web:"
  return format !== null && backend.value.startsWith(unread) ? "auto" : backend.value
}

/** Loads a model on a backend; the former of both stay where it fails. */
async function loadOn(next: BackendName, origin: Origin): Promise<void> {
  const before = backend.value
  backend.value = next
  try {
    await load(origin)
  } catch (error) {
    backend.value = before
    throw error
  }
}

/** Loads another model: it has outputs of other names. */
async function loadAnew(next: BackendName, origin: Origin): Promise<void> {
  await loadOn(next, origin)
  settings.value = { ...settings.value, output: null }
}

/** Opens the bundled model again. */
export async function openZoo(): Promise<void> {
  closeAll()
  await instead(async (current) => {
    activity.value = "opening-model"
    await loadAnew(backend.value, zoo)
    startAnew()
    await lookAndExplain(current)
  })
}

/** Explains a scene of the samples. */
export async function openSample(sample: Sample): Promise<void> {
  closeAll()
  await instead(async (current) => {
    activity.value = "opening-picture"
    pictures.value = []
    showPicture(sample.name, await pictureOf(sample))
    await lookAndExplain(current)
  })
}

/** Runs the present model in another way. Where it does not run so, the former way and its map stay. */
export async function changeBackend(next: BackendName): Promise<void> {
  await instead(async (current) => {
    activity.value = "opening-model"
    await loadOn(next, present())
    await lookAndExplain(current)
  })
}

async function pictureOf(sample: Sample): Promise<Decoded> {
  if (sample.address === undefined) return studio.draw(sample, 512)
  return studio.decode(await (await fetch(sample.address)).blob(), sample.name)
}

async function setPicture(file: File): Promise<void> {
  activity.value = "opening-picture"
  showPicture(file.name, await studio.decode(file, file.name), file)
}

function showPicture(name: string, decoded: Decoded, file: File | null = null): void {
  batch(() => {
    startAnew()
    picture.value = { name, file, ...decoded }
    zoom.value = whole
  })
}

/** Another model or picture has another answer, and another class that is asked for. */
function startAnew(): void {
  batch(() => {
    forget()
    chosen.value = wanted.value = verdict.value = null
  })
}
