import { opendir } from "node:fs/promises"
import { dataSetError } from "../data-set-error.ts"
import { fileError } from "./read.ts"

// Names in one folder.
const mostNames = 10_000_000

/** The names in a folder, without hidden ones, in the order of their code units. */
export interface Listing {
  readonly files: readonly string[]
  readonly folders: readonly string[]
}

/**
 * Lists a folder.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `DATA_SET_INVALID` for more than 10,000,000 names
 */
export async function listFolder(path: string): Promise<Listing> {
  const files: string[] = []
  const folders: string[] = []
  try {
    for await (const entry of await opendir(path)) {
      if (entry.name.startsWith(".")) continue
      ;(entry.isDirectory() ? folders : files).push(entry.name)
      if (files.length + folders.length > mostNames)
        throw dataSetError("DATA_SET_INVALID", `a folder of a data set has at most ${mostNames} names`)
    }
  } catch (cause) {
    throw fileError(path, cause)
  }
  return { files: files.sort(), folders: folders.sort() }
}
