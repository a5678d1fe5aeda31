import { constants } from "node:fs"
import { lstat, open } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { PamiError } from "@pami/core"

/**
 * Reads a small file that nobody named.
 *
 * @param largest maximum number of bytes
 * @param first number of bytes to read. Default: all
 * @returns undefined for a missing file
 * @throws PamiError `FILE_UNREADABLE` for a folder, a pipe, a link that leads nowhere, and a file of more bytes
 */
export async function readNeighbour(
  path: string,
  largest: number,
  first = Infinity,
): Promise<Uint8Array | undefined> {
  const entry = await lstat(path).catch(() => undefined)
  if (entry === undefined) return undefined
  if (!entry.isFile() && !entry.isSymbolicLink()) throw unreadable("it is not a file")
  let file: FileHandle
  try {
    // A link may lead to a pipe, which would keep the program waiting.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw unreadable(code === "ENOENT" ? "it is a link that leads nowhere" : message)
  }
  try {
    // Of the file that was opened, not of the name: a link may be changed in between.
    const found = await file.stat()
    const { size } = found
    if (!found.isFile()) throw unreadable("it is not a file")
    if (size > largest) throw unreadable(`it has ${size} bytes; at most ${largest} are read`)
    if (first >= size) return await file.readFile()
    const start = new Uint8Array(first)
    const { bytesRead } = await file.read(start)
    return start.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function unreadable(reason: string): PamiError {
  return new PamiError("FILE_UNREADABLE", reason)
}
