import { PamiError } from "@pami/core"
import type { Manifest, Model } from "@pami/core"
import type { Picture } from "@pami/image"
import { prepareInput, isImageRecord, parseRecord, replay, resolveRecipe } from "@pami/recipe"
import type { Segmenter } from "@pami/pre-segmentation"
import type { Verdict } from "./contract.ts"
import { comparing, differs, oneLine, otherModel, verdictOf } from "./verdict.ts"

/** The present model and image, which a manifest is compared with. */
export interface Present {
  readonly model: Model
  /** With the device that it took: `onnxruntime-web:wasm`. */
  readonly backend: string
  readonly image: Picture
  readonly segmenter: Segmenter
  readonly signal: AbortSignal
}

/**
 * Recomputes the maps of a manifest of an image. Reports another model or image before it runs a sweep.
 *
 * @throws PamiError `MANIFEST_INVALID` for the manifest of a program that is neither this nor the command line, and of another
 *   kind of input; `FILE_NOT_FOUND` for a recipe that names files
 */
export async function verifyManifest(manifest: Manifest, present: Present): Promise<Verdict> {
  return await comparing(() => compareWith(manifest, present))
}

async function compareWith(manifest: Manifest, present: Present): Promise<Verdict> {
  const { image, ...tools } = present
  const { model } = tools
  const record = parseRecord(manifest)
  if (!isImageRecord(record) || record.writing !== undefined || record.question !== undefined)
    throw new PamiError(
      "MANIFEST_INVALID",
      `it explains ${isImageRecord(record) ? "an image and words" : `a ${record.recipe.kind}`}: open its model and its input first, then the manifest`,
    )
  if (manifest.model.digest !== model.digest) return differs("model digest", otherModel)
  const resolved = await resolveRecipe(record.recipe)
  const prepared = await prepareInput(resolved, model, image)
  if (manifest.input.digest !== prepared.input.digest)
    return differs("input digest", otherPixels(record.picture))
  const replayed = await replay(manifest, record, { ...tools, resolved, prepared })
  return verdictOf(replayed, manifest, record.backend, present.backend)
}

// Decoders of lossy formats round differently, in programs and in browsers.
const lossy = /\.(jpe?g|webp|avif|heic)$/i

/** Returns the advice about a manifest of an image with other pixels. */
export function otherPixels(image: string): string {
  const name = oneLine(image)
  return lossy.test(image)
    ? `Its image, ${name}, has a lossy format, which browsers and the command line decode slightly differently. ` +
        "Only a lossless image, such as a PNG, has the same pixels everywhere. If this is the same image, the maps " +
        "are similar, but not identical."
    : `It was made from other pixels: open ${name} first. A PNG with a colour profile also counts as another image.`
}
