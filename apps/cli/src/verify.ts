import { isPamiError, longestManifest, parseManifest, PamiError } from "@pami/core"
import type { Manifest, Model, Verification } from "@pami/core"
import { replayWritten } from "@pami/explainer"
import { printable } from "@pami/image"
import {
  definedFields,
  formatOf,
  isImageRecord,
  openData,
  prepareDataTask,
  parseRecord,
  prepareInput,
  replay,
  replayData,
  resolveDataFiles,
  resolveRecipe,
} from "@pami/recipe"
import type { DataRecipe, RecipeRecord, ReplayDataOptions } from "@pami/recipe"
import { findBackend } from "./backends.ts"
import type { Console } from "./console.ts"
import { exitStatus, isOptionError } from "./exit-status.ts"
import { filesWithin, readText } from "./files.ts"
import { openModel } from "./load-model.ts"
import { resolveNames } from "./manifest-names.ts"
import { oneLine } from "./printable.ts"
import { progressBar } from "./progress.ts"

/** Options of `pami verify`. */
export interface VerifyFlags {
  /** The backend, when not the one that the manifest names. */
  readonly backend: string | undefined
  /** Where the model is now, when not where the manifest says. */
  readonly model: string | undefined
  readonly picture: string | undefined
  /** Folders whose files the manifest may also name. */
  readonly allow: readonly string[] | undefined
  readonly threads: number | undefined
  readonly maxPixels: number | undefined
  readonly json: boolean | undefined
  readonly quiet: boolean | undefined
}

/** `pami verify`: computes a manifest's maps again and compares. Status 0 when all is the same, else 4. */
export async function verifyCommand(path: string, flags: VerifyFlags, console: Console): Promise<number> {
  try {
    return await verifyAt(path, flags, console)
  } catch (error) {
    // An option out of its range: settings that do not go together, or not with this model, are the manifest's.
    const invalid = isOptionError(error) || (isPamiError(error) && error.code === "MANIFEST_INVALID")
    throw invalid ? new PamiError("MANIFEST_INVALID", `${path}: ${error.message}`, { cause: error }) : error
  }
}

async function verifyAt(path: string, flags: VerifyFlags, console: Console): Promise<number> {
  const expected = parseManifest(await readText(path, longestManifest))
  const record = await resolveNames(parseRecord(expected), path, flags)
  if (flags.backend === undefined)
    await findBackend(
      record.backend,
      (problem) => new PamiError("MANIFEST_INVALID", `extra.backend: ${problem}`),
    )
  const named = {
    backend: record.backend,
    threads: flags.threads,
    file: record.model ?? undefined,
    decoder: record.writing?.decoder ?? undefined,
  }
  const { model, decoder } = await openModel(named, console)
  const bar = progressBar("verify", console, flags.quiet === true || flags.json === true)
  try {
    const run = { model, decoder, signal: console.signal, onProgress: bar.show }
    const { same, checks, explanation } = await computeAgain(expected, record, flags, run)
    bar.end()
    const { findings } = explanation
    if (flags.json) console.stdout(`${JSON.stringify({ manifest: path, same, checks, findings }, null, 2)}\n`)
    else {
      for (const check of checks)
        console.stdout(
          check.same
            ? `  same       ${oneLine(check.what)}\n`
            : `  DIFFERENT  ${oneLine(check.what)}: ${inShort(check.expected)} in the manifest, ${inShort(check.actual)} now\n`,
        )
      const unsteady = findings.find(({ code }) => code === "NOT_DETERMINISTIC")
      if (same) console.stdout("The maps are the same to the last bit.\n")
      else if (unsteady === undefined) console.stdout("The maps could not be reproduced.\n")
      else console.stdout(`The manifest is not to blame: ${unsteady.message}. Fix: ${unsteady.fix}.\n`)
    }
    return same ? exitStatus.done : exitStatus.runtime
  } finally {
    bar.end()
    await model.dispose()
    await decoder?.dispose()
  }
}

/** Computes the maps of a manifest again, of an image or of another input. */
async function computeAgain(
  expected: Manifest,
  record: RecipeRecord,
  { maxPixels }: VerifyFlags,
  {
    decoder,
    ...run
  }: Omit<ReplayDataOptions, "prepared" | "context"> & { readonly decoder: Model | undefined },
): Promise<Verification> {
  const files = filesWithin(maxPixels)
  if (record.writing !== undefined || record.question !== undefined)
    return await replayWritten(expected, record, { ...run, decoder, files })
  const { recipe, picture: name } = record
  if (isImageRecord(record)) {
    const picture = await files.picture(name)
    const resolved = await resolveRecipe(record.recipe, files)
    const prepared = await prepareInput(resolved, run.model, picture)
    return await replay(expected, record, { ...definedFields(run), model: run.model, resolved, prepared })
  }
  const data = recipe as DataRecipe
  // Texts of the command line are in the recipe.
  const isInline = data.kind === "text" && data.texts !== null
  const bytes = isInline ? new Uint8Array(0) : await files.bytes(name)
  const file = { bytes, name, format: isInline ? ("rows" as const) : formatOf(bytes, name) }
  const opened = await resolveDataFiles(data, files)
  const prepared = await openData(data, opened, run.model, file)
  const context = await prepareDataTask(data, run.model, prepared, opened, files)
  return await replayData(expected, data, { ...run, prepared, context })
}

function inShort(value: unknown): string {
  return printable(JSON.stringify(value), 1000)
}
