import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"

/**
 * Returns the file of a program; undefined if it is not installed.
 *
 * @param more folders to look in after those of the path
 */
export function findProgram(command: string, more: readonly string[] = []): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...more]
  return folders.map((folder) => join(folder, command)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
