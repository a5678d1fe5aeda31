import { PamiError } from "@pami/core"
import type { Manifest, Verification } from "@pami/core"
import { replayWritten } from "@pami/explainer"
import { decodePicture } from "@pami/image/browser"
import {
  formatOf,
  isImageRecord,
  openData,
  parseRecord,
  prepareDataTask,
  prepareInput,
  replay,
  replayData,
  resolveDataFiles,
  resolveRecipe,
} from "@pami/recipe"
import type { DataRecipe, RecipeFiles, RecipeRecord } from "@pami/recipe"
import type { Verdict } from "../contract.ts"
import { comparing, differs, oneLine, otherModel, verdictOf } from "../verdict.ts"
import { otherPixels } from "../verify-manifest.ts"
import type { FolderFiles, KindInput } from "./contract.ts"
import type { OpenedFolder } from "./open-folder.ts"

/** The open model and input, which a manifest is compared with. */
export interface PresentKind {
  readonly opened: OpenedFolder
  /** `null` before one was opened; a manifest of typed text holds its input. */
  readonly input: KindInput | null
  readonly signal: AbortSignal
}

/**
 * Recomputes the maps of a manifest of any kind of input. Reports another model, and another input where that is known, before
 * it runs a sweep.
 *
 * @throws PamiError `MANIFEST_INVALID` for the manifest of a program that is neither this nor the command line,
 *   `FILE_NOT_FOUND` for one that names files which did not come with the model
 */
export async function verifyKind(manifest: Manifest, present: PresentKind): Promise<Verdict> {
  return await comparing(() => compareWith(manifest, present))
}

async function compareWith(manifest: Manifest, present: PresentKind): Promise<Verdict> {
  const record = parseRecord(manifest)
  const { opened } = present
  // The digest of an answer is that of the model and the words together: the replay tells.
  const isKnown = record.writing !== undefined || manifest.model.digest === opened.described.model.digest
  const replayed = isKnown ? await computeAgain(manifest, record, present) : null
  const isOther = (what: string) => replayed?.checks.some((check) => check.what === what && !check.same)
  if (!isKnown || isOther("model digest")) return differs("model digest", otherModel)
  if (replayed !== null && !isOther("input digest"))
    return verdictOf(replayed, manifest, record.backend, opened.backend)
  return differs(
    "input digest",
    isImageRecord(record)
      ? otherPixels(record.picture)
      : `It was made from another input: open ${oneLine(record.picture)} first.`,
  )
}

/** Returns `null` for another input, where no sweep is needed to tell. */
async function computeAgain(
  manifest: Manifest,
  record: RecipeRecord,
  { opened, input, signal }: PresentKind,
): Promise<Verification | null> {
  const { described, decoder } = opened
  const { model } = described
  const files = filesOf(record, opened.files, input)
  if (record.writing !== undefined || record.question !== undefined)
    return await replayWritten(manifest, record, { model, decoder, files, signal })
  if (isImageRecord(record)) {
    const resolved = await resolveRecipe(record.recipe, files)
    const prepared = await prepareInput(resolved, model, await files.picture(record.picture))
    if (manifest.input.digest !== prepared.input.digest) return null
    return await replay(manifest, record, { model, resolved, prepared, signal })
  }
  const data = record.recipe as DataRecipe
  const file = await dataFile(data, record.picture, files)
  const resolved = await resolveDataFiles(data, files)
  const prepared = await openData(data, resolved, model, file)
  if (manifest.input.digest !== prepared.input.digest) return null
  const context = await prepareDataTask(data, model, prepared, resolved, files)
  return await replayData(manifest, data, { model, prepared, context, signal })
}

/** Typed texts are in the recipe, and in no file. */
async function dataFile(data: DataRecipe, name: string, files: RecipeFiles) {
  if (data.kind === "text" && data.texts !== null)
    return { bytes: new Uint8Array(0), name, format: "rows" as const }
  const bytes = await files.bytes(name)
  return { bytes, name, format: formatOf(bytes, name) }
}

/** Returns the files of a record: the open input, whatever its name, and those that came with the model, by their last names. */
function filesOf({ picture: name }: RecipeRecord, files: FolderFiles, input: KindInput | null): RecipeFiles {
  const bytes = async (path: string) => {
    if (path === name) return bytesOf(input, name)
    const found = Object.keys(files).find((one) => lastName(one) === lastName(path))
    if (found !== undefined) return files[found]
    throw new PamiError("FILE_NOT_FOUND", `${oneLine(path)} did not come with the model`)
  }
  return {
    bytes,
    picture: async (path) =>
      path === name && input?.kind === "image" ? input.image : decodePicture(await bytes(path)),
    labels: async (path) => {
      throw new PamiError("FILE_NOT_FOUND", `${oneLine(path)} is a label map, which a browser does not read`)
    },
  }
}

function bytesOf(input: KindInput | null, name: string): Uint8Array {
  if (input === null || input.kind === "image")
    throw new PamiError("MANIFEST_INVALID", `it was made from ${oneLine(name)}: open that input first`)
  if (input.kind === "file") return input.bytes
  const { text, ...others } = input.texts as { readonly text?: string }
  const isAlone = text !== undefined && Object.keys(others).length === 0
  return new TextEncoder().encode(isAlone ? text : JSON.stringify(input.texts))
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1)
}
