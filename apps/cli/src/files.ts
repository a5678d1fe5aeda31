import { access, readFile } from "node:fs/promises"
import { PamiError } from "@pami/core"
import { decodeLabels, decodePicture } from "@pami/image/node"
import type { Files } from "@pami/job"

/** How a job's files are opened: by their paths. */
export const jobFiles: Files = { picture: decodePicture, labels: decodeLabels, bytes: readBytes }

/** The text of a small file that the user named. */
export async function readText(path: string): Promise<string> {
  return (await readBytes(path)).toString("utf8")
}

/** The bytes of a file that the user named. */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT"
    throw new PamiError(
      missing ? "FILE_NOT_FOUND" : "FILE_UNREADABLE",
      missing ? `there is no file ${path}` : `${path} cannot be read: ${reason(error)}`,
      { cause: error },
    )
  }
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
