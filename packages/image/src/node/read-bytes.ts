import { readFile } from "node:fs/promises"
import { PamiError } from "@pami/core"

/**
 * The bytes of a picture's file, by its path or `file:` address.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path.startsWith("file:") ? new URL(path) : path)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new PamiError("FILE_NOT_FOUND", `there is no file ${path}. Check the path.`, { cause })
    const reason =
      code === "EISDIR"
        ? "it is a folder"
        : code === "EACCES" || code === "EPERM"
          ? "permission is denied"
          : message
    throw new PamiError("FILE_UNREADABLE", `${path} cannot be read: ${reason}.`, { cause })
  }
}
