import { globSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** Path of the repository. */
export const root = fileURLToPath(new URL("../../../", import.meta.url))

const built = ["**/node_modules", "**/dist", "**/.*"]

/** Returns the paths of the files that match patterns, from the root of the repository, sorted. */
export function repositoryFiles(patterns: readonly string[]): string[] {
  return globSync(patterns, { cwd: root, exclude: built }).toSorted()
}
