import { batch } from "@preact/signals"
import type { BackendName, Settings } from "../engine/contract.ts"
import { decodeFile } from "./decode.ts"
import { engine, imageWorker } from "./engine.ts"
import { verify, verifyManifest } from "./save.ts"
import { isOfKinds } from "./kinds/is-of-kinds.ts"
import { mention, nothingToOpen } from "./unused-files.ts"
import { readHeads, type ReadFile } from "./logic/files.ts"
import { firstSample, idOf, sampleOf, type Sample } from "./logic/samples.ts"
import { codeOf, type Message } from "./logic/error-message.ts"
import { sortFiles, type Sorted } from "./logic/classify-files.ts"
import { closeAll, show, showError } from "./messages.ts"
import type { Kept } from "./kept/contents.ts"
import { learn, load, present, siteModel } from "./model.ts"
import { originOf, withTexts, zoo, type Origin } from "./origin.ts"
import {
  activity,
  backend,
  chosen,
  facts,
  linked,
  mode,
  prediction,
  image,
  settings,
  verdict,
  wanted,
  zoom,
  type ShownImage,
} from "./state.ts"
import type { Decoded } from "./image-worker/contract.ts"
import { explainAgain, forget, lookAndExplain } from "./sweep.ts"
import { explainEntry, explainStrip, leaveStrip, mentionFailures, showStrip } from "./strip.ts"
import { instead, opened, resting } from "./turns.ts"
import { isArchive, unpacked } from "./unpack.ts"
import { defaults, unsaid } from "./logic/settings.ts"
import type { SiteModel } from "./site-models/site-model.ts"
import { whole } from "./logic/zoom.ts"

/** The first visit: the bundled model and its scene, at once. */
export async function start(sample: Sample): Promise<void> {
  // Whatever else the visitor opens meanwhile, there is an image to explain.
  const drawing = imageOf(sample).then((drawn) => {
    if (image.value !== null) return
    showSample(sample, drawn)
    if (activity.value === "idle" && mode.value === "image") void explainAgain()
  })
  // It is waited for below, unless something else comes first.
  drawing.catch(() => undefined)
  await instead(async (current) => {
    await Promise.all([load(zoo, backend.value), drawing])
    if (current()) await lookAndExplain(current)
  })
}

/** A later visit: the own model and the own images that the last one kept, or what of them there is. */
export async function startKept({ origin, images }: Kept, sample: Sample): Promise<void> {
  await instead(async (current) => {
    if (origin === null) await load(zoo, backend.value)
    else await openModel(origin, reader(null))
    if (images.length > 1) {
      showStrip(images)
      return await explainSeveral(current)
    }
    if (images.length === 1) await setImage(images[0])
    else showSample(sample, await imageOf(sample))
    if (current()) await lookAndExplain(current)
  })
  // A damaged file: the page begins as on the first visit.
  if (facts.value === null || image.value === null) await start(sample)
}

/** Opens files that were dropped, pasted or chosen, by their contents and names. */
export async function openFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return
  closeAll()
  const sorted = sortFiles(await readHeads(files.some(isArchive) ? await unpacked(files) : files))
  const { model, labels, preprocessor, images: dropped, inputs, manifest } = sorted
  const isAllNull = [model, labels, preprocessor, manifest].every((file) => file === null)
  if (isAllNull && dropped.length + inputs.length === 0) return show(nothingToOpen(sorted))
  if (isOfKinds(sorted)) return (await import("./kinds/own-files.ts")).openOwn(sorted)
  mention(sorted)
  // Descriptions in a later drop wait for the model.
  if (model !== null) activity.value = "opening-model"
  const learns = model === null && (labels !== null || preprocessor !== null)
  const isStale = learns && (await learnFrom(sorted))
  if (model === null && dropped.length === 0 && !isStale) {
    if (manifest !== null) await verifyManifest(manifest.text ?? "")
    return
  }
  await instead(async (current) => {
    if (model !== null)
      try {
        await openModel(originOf(sorted, model), reader(sorted.format))
      } catch (error) {
        if (codeOf(error) !== "INPUT_NOT_CHOSEN") throw error
        // It takes no image: the engine of other inputs opens it, in a separate turn.
        const { openOwn } = await import("./kinds/own-files.ts")
        if (current()) void openOwn(sorted).catch(showError)
        return
      }
    // The bundled model knows nothing of photos; other files are of a model that is chosen.
    const needsModel = isAllNull && dropped.length > 0 && present().files === "zoo"
    const check = async () => {
      if (manifest !== null) await verify(manifest.text ?? "", current).catch(showError)
    }
    if (dropped.length > 1 && current()) {
      if (needsModel) await openModelOfPhotos(current)
      showStrip(dropped.map(({ file }) => file))
      await explainSeveral(current, check)
      return
    }
    if (dropped.length === 1 && current())
      // The model explains the former image where this one cannot be opened.
      await setImage(dropped[0].file).catch((error: unknown) => {
        if (model === null) throw error
        showError(error)
      })
    if (needsModel && dropped.length === 1 && current()) await openModelOfPhotos(current)
    if (current()) await lookAndExplain(current, check)
  })
}

/** Explains those of several images that have no result, and says where none can be opened. */
async function explainSeveral(current: () => boolean, check?: () => Promise<void>): Promise<void> {
  let between = check
  const explain = async () => {
    if (current()) await lookAndExplain(current, between)
    // A manifest is of one image.
    between = undefined
  }
  await explainStrip(current, setImage, explain)
  if (!current()) return
  mentionFailures()
  if (activity.value === "opening-image") activity.value = resting()
}

/** Goes on with the images that have no result. */
export async function explainRest(): Promise<void> {
  await instead((current) => explainSeveral(current))
}

/** Explains another one of the images that were opened together. */
export async function openImage(file: File): Promise<void> {
  await instead(async (current) => {
    await explainEntry(file, current, setImage, async () => {
      if (current()) await lookAndExplain(current)
    })
    if (current() && activity.value === "opening-image") activity.value = resting()
  })
}

/**
 * Takes labels and preprocessing for the model in use, once it is open. Other names of its classes do not end its sweep.
 *
 * @returns whether the model has to see the image again
 */
async function learnFrom(sorted: Sorted<ReadFile>): Promise<boolean> {
  await opened()
  const isStale = await learn({ ...present(), ...withTexts(sorted, present()) }).catch(refuse)
  if (isStale === null) return false
  // A file that is opened now overrides a preset that was chosen before.
  const isChosen = sorted.preprocessor !== null && settings.value.preset !== null
  if (isChosen) settings.value = { ...settings.value, preset: null }
  return isStale || isChosen || prediction.value === null
}

function refuse(error: unknown): null {
  showError(error)
  return null
}

/** The backend in use, or where it does not read the format, the page's own choice. */
function reader(format: "onnx" | "tfjs" | null): BackendName {
  const unread = format === "onnx" ? "tfjs:" : "onnxruntime-web:"
  return format !== null && backend.value.startsWith(unread) ? "auto" : backend.value
}

/** Loads another model. Nothing that was said of the former one is said of it. */
async function openModel(origin: Origin, on: BackendName): Promise<void> {
  activity.value = "opening-model"
  const former = siteModel.value
  await load(origin, on)
  batch(() => {
    settings.value = { ...settings.value, ...(linked.value ?? unsaid), ...qualityFor(origin, former) }
    linked.value = null
    startAnew()
  })
}

/** Goes back to images, as they were left. */
export async function openImages(): Promise<void> {
  closeAll()
  // The visit began with another kind of input.
  if (facts.value === null || image.value === null) return await start(firstSample)
  await instead(async (current) => {
    if (prediction.value === null) await lookAndExplain(current)
    else activity.value = resting()
  })
}

/** A model of photos takes about half a second for a pass on a processor: its map is first drawn in few of them. */
function qualityFor({ site }: Origin, former: SiteModel | null): Partial<Settings> {
  if (site !== undefined) return { quality: "fast" }
  return former === null ? {} : { quality: defaults.settings.quality }
}

/** Opens the site's model of photos; where it does not come, the bundled one stays. */
async function openModelOfPhotos(current: () => boolean): Promise<void> {
  activity.value = "opening-model"
  try {
    const [{ everydayObjects }, { fetchModel }] = await Promise.all([
      import("./site-models/everyday-objects.ts"),
      import("./fetch-model.ts"),
    ])
    const origin = await fetchModel(everydayObjects)
    if (current()) await openModel(origin, reader("tfjs"))
  } catch (error) {
    showError(error)
  }
}

/** Opens the bundled model again. */
export async function openZoo(): Promise<void> {
  closeAll()
  activity.value = "opening-model"
  await instead(async (current) => {
    await openModel(zoo, backend.value)
    if (current()) await lookAndExplain(current)
  })
}

/** Explains a scene of the samples. */
export async function openSample(sample: Sample): Promise<void> {
  closeAll()
  await instead(async (current) => {
    if (present().site !== undefined) await openModel(zoo, backend.value)
    if (!current()) return
    activity.value = "opening-image"
    showSample(sample, await imageOf(sample))
    if (current()) await lookAndExplain(current)
  })
}

/** Explains the sample that a link names. */
export async function openLinked(id: string): Promise<void> {
  const sample = sampleOf(id)
  if (sample === undefined) show(unknownSample)
  else await openSample(sample)
}

/** The message about a link that names a sample that this page does not have. */
export const unknownSample: Message = {
  title: "Unknown sample",
  text: "The link names a sample that this page does not have. Choose one under “Samples”.",
  code: null,
}

/** Runs the present model in another way. Where it does not run so, the former way and its map stay. */
export async function changeBackend(next: BackendName): Promise<void> {
  backend.value = next
  activity.value = "opening-model"
  await instead(async (current) => {
    await load(present(), next)
    if (current()) await lookAndExplain(current)
  })
}

async function imageOf(sample: Sample): Promise<Decoded> {
  if (sample.address === undefined) return imageWorker.draw(sample, 512)
  return imageWorker.decode(await (await fetch(sample.address)).blob(), sample.name)
}

async function setImage(file: File): Promise<void> {
  activity.value = "opening-image"
  showImage(file.name, await decodeFile(file), { file, sample: null })
}

function showSample(sample: Sample, decoded: Decoded): void {
  showImage(sample.name, decoded, { file: null, sample: idOf(sample) })
}

function showImage(
  name: string,
  decoded: Decoded,
  { file, sample }: Pick<ShownImage, "file" | "sample">,
): void {
  engine.setImage(decoded.image, name)
  imageWorker.setImage(decoded.image)
  batch(() => {
    startAnew()
    image.value = { name, file, sample, ...decoded }
    leaveStrip(file)
    zoom.value = whole
  })
}

/** Another model or image has another answer, and another class that is asked for. */
function startAnew(): void {
  batch(() => {
    forget()
    chosen.value = wanted.value = verdict.value = null
  })
}
