import { isPamiError, PamiError } from "@pami/core"
import type { Check, Manifest, Model, Verification } from "@pami/core"
import { printable, type Picture } from "@pami/image"
import { prepareInput, isImageRecord, parseRecord, replay, resolveRecipe } from "@pami/recipe"
import type { Segmenter } from "@pami/pre-segmentation"
import type { Verdict } from "./contract.ts"
import { isExhaustion } from "./exhaustion.ts"

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
 * Recomputes the maps of a manifest. Reports another model or image before it runs a sweep.
 *
 * @throws PamiError `MANIFEST_INVALID` for the manifest of a program that is neither this nor the command line,
 *   `FILE_NOT_FOUND` for a recipe that names files
 */
export async function verifyManifest(manifest: Manifest, present: Present): Promise<Verdict> {
  try {
    return await compareWith(manifest, present)
  } catch (error) {
    // The settings of the manifest are incompatible with each other or with this model.
    if (error instanceof RangeError && !isExhaustion(error.message))
      throw new PamiError("MANIFEST_INVALID", error.message, { cause: error })
    if (isPamiError(error) && error.code === "FILE_NOT_FOUND")
      throw new PamiError(error.code, `${error.message}: use \`pami verify\` on the command line`, {
        cause: error,
      })
    throw error
  }
}

async function compareWith(manifest: Manifest, present: Present): Promise<Verdict> {
  const { image, ...tools } = present
  const { model } = tools
  const record = parseRecord(manifest)
  if (!isImageRecord(record))
    throw new PamiError(
      "MANIFEST_INVALID",
      `it explains a ${record.recipe.kind}, and this site shows images: use \`pami verify\` on the command line`,
    )
  if (manifest.model.digest !== model.digest) return differs("model digest", otherModel)
  const resolved = await resolveRecipe(record.recipe)
  const prepared = await prepareInput(resolved, model, image)
  if (manifest.input.digest !== prepared.input.digest)
    return differs("input digest", otherPixels(record.picture))
  const replayed = await replay(manifest, record, { ...tools, resolved, prepared })
  const isElsewhere = replayed.checks.some(({ what, same }) => !same && runtime.has(what))
  return isElsewhere
    ? compareRuntimes(replayed, manifest, {
        recorded: printable(record.backend, longestName),
        here: present.backend,
      })
    : compareBits(replayed)
}

function compareBits({ same, checks }: Verification): Verdict {
  const results = checks.map(({ what, same }) => ({ what, result: same ? "same" : "different" }) as const)
  const wrong = results.filter(({ result }) => result === "different").map(({ what }) => what)
  return { outcome: same ? "same" : "different", checks: results, runtimes: null, advice: advise(wrong) }
}

// The manifest is untrusted: at most a line of each name in it is shown.
const longestName = 60

// The checks that differ for a manifest of another runtime.
const runtime = new Set(["backend", "model settings"])

/**
 * How far the probabilities of one model may lie apart on two runtimes that compute in 32 bits: `ownScore` in the
 * tolerances of `@pami/conformance`, which says where the number comes from. Another image, class or setting is off
 * by a hundred times that and more.
 */
const tolerance = 2e-5

/** Numbers by the tolerance. A digest tells of the last bits alone, and of equally high places either is the peak. */
function compareRuntimes(
  { checks }: Verification,
  { maps, scale }: Manifest,
  names: { readonly recorded: string; readonly here: string },
): Verdict {
  // Probabilities have a scale of 1, other numbers that of their map.
  const reach = Math.max(
    ...maps.map(({ highest, lowest }) => Math.max(Math.abs(highest ?? 0), Math.abs(lowest ?? 0))),
  )
  const allowed = tolerance * (scale.unit === "probability" ? 1 : reach)
  let largest = 0
  const results = checks.map((check) => {
    const { what, same } = check
    if (same) return { what, result: "same" } as const
    if (runtime.has(what) || /: (digest|peak)$/.test(what)) return { what, result: "skipped" } as const
    const apart = distance(check)
    if (apart !== null) largest = Math.max(largest, apart)
    return { what, result: apart !== null && apart <= allowed ? "close" : "different" } as const
  })
  const wrong = results.filter(({ result }) => result === "different").map(({ what }) => what)
  return {
    outcome: wrong.length === 0 ? "close" : "different",
    checks: results,
    runtimes: { ...names, largest, tolerance: allowed },
    advice: advise(wrong, names),
  }
}

/** Returns the distance of two numbers of a map or score; `null` for other checks. */
function distance({ what, expected, actual }: Check): number | null {
  if (!/^map of target \d+: (original|baseline|lowest|highest|mean)$/.test(what)) return null
  return typeof expected === "number" && typeof actual === "number" ? Math.abs(expected - actual) : null
}

function differs(what: string, advice: string): Verdict {
  return { outcome: "different", checks: [{ what, result: "different" }], runtimes: null, advice }
}

const otherModel =
  "It was made with another model, or with this model in another format: open that one first."

// Decoders of lossy formats round differently, in programs and in browsers.
const lossy = /\.(jpe?g|webp|avif|heic)$/i

function otherPixels(image: string): string {
  const name = printable(image, longestName)
  return lossy.test(image)
    ? `Its image, ${name}, has a lossy format, which browsers and the command line decode slightly differently. ` +
        "Only a lossless image, such as a PNG, has the same pixels everywhere. If this is the same image, the maps " +
        "are similar, but not identical."
    : `It was made from other pixels: open ${name} first. A PNG with a colour profile also counts as another image.`
}

function advise(wrong: readonly string[], elsewhere?: { readonly recorded: string }): string | null {
  if (wrong.length === 0) return null
  if (wrong.includes("version")) return "It was made by another version of PAMI."
  if (elsewhere !== undefined)
    return `It was made on ${elsewhere.recorded}, whose rounding does not explain this difference. To compare every bit, choose that runtime under “Runtime”, if it is listed.`
  return "The manifest was changed after it was written, or PAMI has a bug. If you wrote it, please report this."
}
