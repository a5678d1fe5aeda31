import { createReadStream } from "node:fs"
import { access, readFile } from "node:fs/promises"
import { PamiError } from "@pami/core"
import { openFiles } from "@pami/explainer/node"
import type { RecipeFiles } from "@pami/recipe"

/**
 * Returns how images, and the files that a recipe names, are opened: by their paths.
 *
 * @param maxPixels that an image or a label map may declare; `undefined` for the default
 */
export function filesWithin(maxPixels: number | undefined): RecipeFiles {
  return openFiles(maxPixels === undefined ? {} : { maxPixels })
}

/**
 * The text of a small file that the user named.
 *
 * @param most maximum number of bytes; no more are read. Default: any number
 * @throws PamiError `FILE_TOO_LARGE`, and as {@link readBytes}
 */
export async function readText(path: string, most = Infinity): Promise<string> {
  const bytes = most === Infinity ? await readBytes(path) : await readAtMost(path, most)
  return bytes.toString("utf8")
}

/**
 * Reads a small file that the user named.
 *
 * @throws PamiError `FILE_TOO_LARGE`, and as {@link readBytes}
 */
export async function readAtMost(path: string, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of createReadStream(path, { end: most }) as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
    }
  } catch (error) {
    throw unread(path, error)
  }
  if (length > most)
    throw new PamiError("FILE_TOO_LARGE", `${path} has more than ${most} bytes, the maximum for this file`)
  return Buffer.concat(chunks)
}

/** The bytes of a file that the user named. */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    throw unread(path, error)
  }
}

function unread(path: string, error: unknown): PamiError {
  const missing = (error as NodeJS.ErrnoException).code === "ENOENT"
  return new PamiError(
    missing ? "FILE_NOT_FOUND" : "FILE_UNREADABLE",
    missing ? `the file ${path} does not exist` : `${path} cannot be read: ${reason(error)}`,
    { cause: error },
  )
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** Why a file cannot be read or written, in words. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const known: Record<string, string> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    EEXIST: "there is a file of that name",
    EISDIR: "it is a folder",
    EMFILE: "too many files are open",
    ENAMETOOLONG: "its name is too long",
    ENOENT: "its folder does not exist",
    ENOSPC: "the disk is full",
    ELOOP: "its links lead in a circle",
    EPIPE: "its reader has gone",
    ENOTDIR: "part of its path is not a folder",
    EROFS: "the file system is read-only",
  }
  return known[code ?? ""] ?? message
}
