import { batch } from "@preact/signals"
import type { BackendName, Settings } from "../engine/contract.ts"
import { backendFor } from "./backend-for.ts"
import { decodeFile } from "./decode.ts"
import { engine, imageWorker } from "./engine.ts"
import { verify, verifyManifest } from "./save.ts"
import { isOfKinds } from "./kinds/is-of-kinds.ts"
import { mention, nothingToOpen } from "./unused-files.ts"
import { readHeads, type ReadFile } from "./logic/files.ts"
import { firstSampleOf, idOf, sampleOf, type Sample } from "./logic/samples.ts"
import { codeOf, type Message } from "./logic/error-message.ts"
import { sortFiles, type Sorted } from "./logic/classify-files.ts"
import { closeAll, show, showError } from "./messages.ts"
import type { Kept } from "./kept/contents.ts"
import { isOwn, learn, load, present, siteModel } from "./model.ts"
import { originOf, withTexts, zoo, type Origin } from "./origin.ts"
import {
  activity,
  backend,
  chosen,
  facts,
  isSaved,
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
import type { Place } from "./logic/link.ts"
import { defaults, unsaid, type SiteModelId } from "./logic/settings.ts"
import { loadSiteModel } from "./site-models/load.ts"
import type { SiteModel } from "./site-models/site-model.ts"
import { whole } from "./logic/zoom.ts"

/**
 * The first visit: a model of the site and its sample, at once.
 *
 * @param site default: the bundled model
 */
export async function start(sample: Sample, site: SiteModelId | null = null): Promise<void> {
  // Whatever else the visitor opens meanwhile, there is an image to explain.
  const drawing = imageOf(sample).then((drawn) => {
    if (image.value !== null) return
    showSample(sample, drawn)
    if (activity.value === "idle" && mode.value === "image") void explainAgain()
  })
  // It is waited for below, unless something else comes first.
  drawing.catch(() => undefined)
  await instead(async (current) => {
    const opening =
      site === null
        ? load(zoo, backend.value)
        : fetched(site).then((origin) => load(origin, backendFor(formatOf(origin))))
    await Promise.all([opening, drawing])
    if (current()) await lookAndExplain(current)
  })
}

/** A later visit: the own model and the own images that the last one kept, or what of them there is. */
export async function startKept({ origin, site, images }: Kept, sample: Sample): Promise<void> {
  await instead(async (current) => {
    if (origin !== null) await openModel(origin, backend.value)
    else if (site !== undefined) await openSiteModel(site, current)
    else await load(zoo, backend.value)
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

/** Opens photos that were chosen, also where a model of another kind of input is open that takes images. */
export async function openPhotos(files: readonly File[]): Promise<void> {
  await openFiles(files, true)
}

/** Opens files that were dropped, pasted or chosen, by their contents and names. */
export async function openFiles(files: readonly File[], arePhotos = false): Promise<void> {
  if (files.length === 0) return
  closeAll()
  const sorted = sortFiles(await readHeads(files.some(isArchive) ? await unpacked(files) : files))
  const { model, labels, preprocessor, images: dropped, inputs, manifest, saved } = sorted
  const isForSaved = isSaved.value && model === null && dropped.length + inputs.length > 0
  if (saved !== null || isForSaved) return (await import("./saved/actions.ts")).openSaved(sorted)
  const isAllNull = [model, labels, preprocessor, manifest].every((file) => file === null)
  if (isAllNull && dropped.length + inputs.length === 0) return show(nothingToOpen(sorted))
  if (isOfKinds(sorted) && !(arePhotos && dropped.length > 0))
    return (await import("./kinds/own-files.ts")).openOwn(sorted)
  mention(sorted)
  // Descriptions in a later drop wait for the model.
  if (model !== null) activity.value = "opening-model"
  const learns = model === null && (labels !== null || preprocessor !== null)
  const isStale = learns && (await learnFrom(sorted))
  if (model === null && dropped.length === 0 && !isStale) {
    if (manifest !== null) await verifyAlone(manifest.text ?? "")
    return
  }
  await instead(async (current) => {
    if (model !== null)
      try {
        await openModel(originOf(sorted, model), backendFor(sorted.format))
      } catch (error) {
        // It takes no image, or not alone: the engine of other inputs opens it, in a separate turn.
        if (!takesMore.includes(codeOf(error))) throw error
        const { openOwn } = await import("./kinds/own-files.ts")
        if (current()) void openOwn(sorted).catch(showError)
        return
      }
    // The models of scenes know nothing of photos; other files are of a model that is chosen.
    const needsModel = isAllNull && dropped.length > 0 && !isOwn() && siteModel.value?.id !== "photo"
    const check = async () => {
      if (manifest !== null) await verify(manifest.text ?? "", current).catch(showError)
    }
    if (dropped.length > 1 && current()) {
      if (needsModel) await openSiteModel("photo", current)
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
    if (needsModel && dropped.length === 1 && current()) await openSiteModel("photo", current)
    if (current()) await lookAndExplain(current, check)
  })
}

// The errors of a model that does not take an image alone.
const takesMore: readonly (string | null)[] = ["INPUT_NOT_CHOSEN", "INPUT_NOT_FED", "SHAPE_MISMATCH"]

async function verifyAlone(manifest: string): Promise<void> {
  const verify = mode.value === "kinds" ? (await import("./kinds/verify.ts")).verifyManifest : verifyManifest
  await verify(manifest)
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

function formatOf({ files }: Origin): "onnx" | "tfjs" | null {
  if (files === "zoo") return null
  return files[0].name.endsWith(".onnx") ? "onnx" : "tfjs"
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

/**
 * Goes back to images, as they were left; where another model is open, with the first sample of the one that is asked for.
 *
 * @param site default: the model that is open
 */
export async function openImages(site: SiteModelId | null = siteModel.value?.id ?? null): Promise<void> {
  closeAll()
  const sample = firstSampleOf(site)
  // The visit began with another kind of input.
  if (facts.value === null || image.value === null) return await start(sample, site)
  if (site !== (siteModel.value?.id ?? null)) return await openSample(sample, site)
  await instead(async (current) => {
    if (prediction.value === null) await lookAndExplain(current)
    else activity.value = resting()
  })
}

function qualityFor({ site }: Origin, former: SiteModel | null): Partial<Settings> {
  if (site !== undefined) return { quality: site.quality }
  return former === null ? {} : { quality: defaults.settings.quality }
}

async function openSiteModel(id: SiteModelId | null, current: () => boolean): Promise<void> {
  activity.value = "opening-model"
  const origin = id === null ? zoo : await fetched(id)
  if (current()) await openModel(origin, backendFor(formatOf(origin)))
}

/** Returns a model of the site; where it does not come, the bundled one. */
async function fetched(id: SiteModelId): Promise<Origin> {
  try {
    const [model, { fetchModel }] = await Promise.all([loadSiteModel(id), import("./fetch-model.ts")])
    return await fetchModel(model)
  } catch (error) {
    showError(error)
    return zoo
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

/**
 * Explains an image of the site.
 *
 * @param site its model; an own model stays in the place of the bundled one. Default: the model that is open
 */
export async function openSample(
  sample: Sample,
  site: SiteModelId | null = siteModel.value?.id ?? null,
): Promise<void> {
  closeAll()
  await instead(async (current) => {
    if (site !== (siteModel.value?.id ?? null)) await openSiteModel(site, current)
    if (!current()) return
    activity.value = "opening-image"
    showSample(sample, await imageOf(sample))
    if (current()) await lookAndExplain(current)
  })
}

/** Explains the sample that a link names, with the model that it names. */
export async function openLinked({ sample: id, site }: Pick<Place, "sample" | "site">): Promise<void> {
  const sample = id === null ? firstSampleOf(site) : sampleOf(id)
  if (sample === undefined) show(unknownSample)
  else await openSample(sample, site)
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
  if ("seed" in sample && sample.address === undefined) return imageWorker.draw(sample, 512)
  return imageWorker.decode(await (await fetch(sample.address!)).blob(), sample.name)
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
