import type { Manifest, Model } from "@pami/core"
import type { Picture } from "@pami/image"
import { inputOf, recordOf, replay } from "@pami/job"
import type { Segmenter } from "@pami/pre-segmentation"
import type { Engine } from "./contract.ts"
import { noFiles } from "./files.ts"

type Verdict = Awaited<ReturnType<Engine["verify"]>>

/** What a manifest is compared with. */
export interface Present {
  readonly model: Model
  readonly picture: Picture
  readonly segmenter: Segmenter
  readonly signal: AbortSignal
}

/**
 * Computes a manifest's maps again. Another model or picture is told before a sweep is spent on it.
 *
 * @throws PamiError `MANIFEST_INVALID` for the manifest of a program that is neither this nor the command line
 */
export async function verifyManifest(manifest: Manifest, present: Present): Promise<Verdict> {
  const { picture, ...tools } = present
  const { model } = tools
  const record = recordOf(manifest)
  if (manifest.model.digest !== model.digest) return differs("model digest", otherModel)
  const prepared = await inputOf(record.job, model, picture, noFiles)
  if (manifest.input.digest !== prepared.input.digest)
    return differs("input digest", otherPixels(record.picture))
  const { same, checks } = await replay(manifest, record, { ...tools, prepared, files: noFiles })
  const wrong = checks.filter((check) => !check.same).map(({ what }) => what)
  return {
    same,
    checks: checks.map(({ what, same }) => ({ what, same })),
    advice: advise(wrong, record.backend),
  }
}

function differs(what: string, advice: string): Verdict {
  return { same: false, checks: [{ what, same: false }], advice }
}

const otherModel = "It was made with another model, or with this one in another format: open that one first."

// Decoders of formats with losses round in their own ways; programs differ, and so do browsers.
const lossy = /\.(jpe?g|webp|avif|heic)$/i

function otherPixels(picture: string): string {
  return lossy.test(picture)
    ? `Its picture, ${picture}, is of a format that browsers and the command line decode a little differently. ` +
        "Only a picture without losses, such as a PNG, gives the same pixels everywhere; if it is this very picture, " +
        "the maps are alike and not the same."
    : `It was made from other pixels: open ${picture} first. A PNG with a colour profile counts as another picture, too.`
}

function advise(wrong: readonly string[], backend: string): string | null {
  if (wrong.length === 0) return null
  if (wrong.includes("version")) return "It was made by another version of PAMI."
  if (wrong.includes("backend") || wrong.includes("model settings"))
    return `It was made on ${backend}; other runtimes and devices differ in the last bits. Choose that one here, if it is offered.`
  return "The options are the same and the maps are not: please report this."
}
