import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"
import { unreadable } from "../run-error.ts"

/**
 * Returns the paths of the files in a folder and its subfolders, relative to it and with `/`, in the order of their code units.
 * Hidden files and folders are left out, and links to folders are not followed.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function walkFolder(folder: string): Promise<string[]> {
  const found: string[] = []
  const visit = async (within: string) => {
    const entries = await readdir(join(folder, within), { withFileTypes: true }).catch((error: unknown) => {
      throw unreadable(join(folder, within), error)
    })
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue
      const path = within === "" ? entry.name : `${within}/${entry.name}`
      if (entry.isDirectory()) await visit(path)
      else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(join(folder, path)))))
        found.push(path)
    }
  }
  await visit("")
  return found.sort()
}

/** Returns whether a path leads to a file. A link that leads nowhere counts: reading it says what is wrong. */
async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (entry) => entry.isFile(),
    () => true,
  )
}
