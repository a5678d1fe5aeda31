import { readFile } from "node:fs/promises"
import { PamiError } from "@pami/core"
import type { PlatformUrl } from "@pami/core/tensor"
import { isUrl, isWebAddress, readBytesOf, type BytesSource } from "../bytes.ts"

/** A path, a `file:` address, or the bytes of a file. */
export type FileSource = string | PlatformUrl | BytesSource

/**
 * The bytes of an image's file.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, also for web addresses
 * @throws TypeError for anything else than a {@link FileSource}
 */
export async function readSource(source: FileSource): Promise<Uint8Array> {
  if (typeof source === "string") return await readPath(source)
  if (isUrl(source)) return await readPath(source.href)
  const bytes = await readBytesOf(source)
  if (bytes !== undefined) return bytes
  throw new TypeError(
    `an image is a path, a URL, an ArrayBuffer, a typed array or a Blob, not ${source === null ? "null" : typeof source}`,
  )
}

async function readPath(path: string): Promise<Uint8Array> {
  if (isWebAddress(path))
    throw new PamiError(
      "FILE_UNREADABLE",
      `${path.slice(0, 200)} is an address outside of the disk, which is not opened here. Save the image as a file first.`,
    )
  try {
    return await readFile(path.startsWith("file:") ? new URL(path) : path)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new PamiError("FILE_NOT_FOUND", `the file ${path} does not exist. Check the path.`, { cause })
    const reason =
      code === "EISDIR"
        ? "it is a folder"
        : code === "EACCES" || code === "EPERM"
          ? "permission is denied"
          : message
    throw new PamiError("FILE_UNREADABLE", `${path} cannot be read: ${reason}.`, { cause })
  }
}
