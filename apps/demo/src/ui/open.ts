import { batch } from "@preact/signals"
import type { BackendName } from "../engine/contract.ts"
import { studio } from "./engine.ts"
import { verifyManifest } from "./keep.ts"
import { mention, nothingToOpen } from "./left-aside.ts"
import { readHeads } from "./logic/files.ts"
import type { Sample } from "./logic/samples.ts"
import { sortFiles } from "./logic/tell-apart.ts"
import { closeAll, show } from "./messages.ts"
import { load, present, zoo, type Origin } from "./model.ts"
import { activity, backend, chosen, picture, verdict, wanted, zoom, type ShownPicture } from "./state.ts"
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
                ...present(),
                labels: labels ?? present().labels,
                preprocessor: preprocessor ?? present().preprocessor,
              }
            : { name: model.file.name, files: [model, ...sorted.weights], labels, preprocessor }
        await loadOn(reader(sorted.format), next)
        if (model !== null) startAnew()
      }
      if (shown !== null && current()) await setPicture(shown.file, shown.file.name)
      if (current()) await lookAndExplain(current)
    })
  if (manifest !== null) await verifyManifest(manifest.text ?? "")
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

/** Opens the bundled model again. */
export async function openZoo(): Promise<void> {
  closeAll()
  await instead(async (current) => {
    activity.value = "opening-model"
    await load(zoo)
    startAnew()
    await lookAndExplain(current)
  })
}

/** Explains a scene of the samples. */
export async function openSample(sample: Sample): Promise<void> {
  closeAll()
  await instead(async (current) => {
    activity.value = "opening-picture"
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

async function pictureOf(sample: Sample): Promise<Omit<ShownPicture, "name">> {
  if (sample.address === undefined) return studio.draw(sample, 512)
  return studio.decode(await (await fetch(sample.address)).blob(), sample.name)
}

async function setPicture(file: Blob, name: string): Promise<void> {
  activity.value = "opening-picture"
  showPicture(name, await studio.decode(file, name))
}

function showPicture(name: string, decoded: Omit<ShownPicture, "name">): void {
  batch(() => {
    startAnew()
    picture.value = { name, ...decoded }
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
