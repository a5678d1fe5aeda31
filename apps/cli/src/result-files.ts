import { realpathSync } from "node:fs"
import { basename, dirname, join, relative, resolve, sep } from "node:path"
import { manifest, passesOfStages } from "@pami/core"
import type { Explanation, Read } from "@pami/core"
import { encodeMaps, targetsOf } from "@pami/explainer"
import type { Contrast } from "@pami/explainer"
import { moveRecord, readMap, saveExplanation } from "@pami/recipe"
import type { Recipe, RecipeRecord } from "@pami/recipe"
import { moveBackend } from "./backends.ts"
import type { LoadedModel } from "./load-model.ts"
import type { OutputPaths } from "./output-paths.ts"
import { writeResult } from "./write.ts"

/** Writer of the files of one result. A file that fails does not keep the others from being written. */
export interface ResultFiles {
  /** Paths of the files that were written, by what they hold. */
  readonly files: Readonly<Record<string, string>>
  /** Errors of the files that could not be written. */
  readonly errors: readonly unknown[]
  /** Makes and writes a file; without a path it does nothing. */
  write(
    what: string,
    path: string | undefined,
    make: (path: string) => Uint8Array | string | Promise<Uint8Array>,
  ): Promise<void>
}

/** Returns a writer that has written nothing yet. */
export function resultFiles(): ResultFiles {
  const files: Record<string, string> = {}
  const errors: unknown[] = []
  return {
    files,
    errors,
    async write(what, path, make) {
      if (path === undefined) return
      try {
        await writeResult(path, await make(path))
        files[what] = path
      } catch (error) {
        errors.push(error)
      }
    },
  }
}

/** The maps of one input, with everything that a manifest records of them. */
export interface ComputedMaps {
  /** File of the input. */
  readonly input: string
  readonly loaded: Pick<LoadedModel, "backend" | "file">
  readonly recipe: Recipe
  readonly explanation: Explanation
  readonly contrasts: readonly Contrast[]
  /** One for each contrast. */
  readonly maps: readonly Float32Array[]
  /** The answer and the question that decided them, too. Default: none. */
  readonly written?: Pick<RecipeRecord, "writing" | "question">
}

/** Writes the maps, the explanation and the manifest, which inputs of every kind have. */
export async function writeMaps(
  { write }: ResultFiles,
  { input, loaded, recipe, explanation, contrasts, maps, written }: ComputedMaps,
  paths: OutputPaths,
): Promise<void> {
  const recordBeside = (path: string) => {
    const folder = dirname(inRealFolder(path))
    const beside = (file: string) => relative(folder, inRealFolder(file)).split(sep).join("/")
    const record = {
      backend: moveBackend(loaded.backend, beside),
      model: loaded.file,
      picture: input,
      recipe,
      stages: passesOfStages(explanation),
      ...written,
    }
    return moveRecord(record, beside)
  }
  await write("map", paths.map, () => encodeMaps(maps, explanation))
  await write("explanation", paths.explanation, (path) => saveExplanation(explanation, recordBeside(path)))
  await write("manifest", paths.manifest, (path) => {
    const read: Read = (computed, target) => readMap(recipe, computed, target)
    return `${JSON.stringify(manifest(explanation, { targets: targetsOf(contrasts), read, extra: recordBeside(path) }), null, 2)}\n`
  })
}

/** The path with the links of its folders resolved: from the end of a link, `..` leads elsewhere. */
function inRealFolder(path: string): string {
  const full = resolve(path)
  return join(realpathSync(dirname(full)), basename(full))
}
