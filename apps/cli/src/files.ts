import { randomUUID } from "node:crypto"
import { constants } from "node:fs"
import { access, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, dirname, join, resolve } from "node:path"
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

/** Refuses a place that cannot be written to, before any work is done for it. */
export async function expectWritable(path: string): Promise<void> {
  const place = (await exists(path)) ? path : dirname(resolve(path))
  try {
    await access(place, constants.W_OK)
    if ((await exists(path)) && (await stat(path)).isDirectory()) throw new Error("it is a folder")
  } catch (error) {
    throw new PamiError(
      "FILE_UNWRITABLE",
      `${path} cannot be written: ${reason(error)}. Choose another place.`,
      { cause: error },
    )
  }
}

export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    throw new PamiError("FILE_UNWRITABLE", `the folder ${path} cannot be made: ${reason(error)}`, {
      cause: error,
    })
  }
}

/**
 * Writes a result whole or not at all. Where that fails, the disk being full, the result goes to the system's folder
 * for temporary files, so that a long sweep is not lost, and the error says so.
 */
export async function writeResult(path: string, bytes: Uint8Array | string): Promise<void> {
  try {
    await writeWhole(path, bytes)
  } catch (error) {
    const rescue = join(tmpdir(), basename(path))
    const saved = await writeWhole(rescue, bytes).then(
      () => true,
      () => false,
    )
    throw new PamiError(
      "FILE_UNWRITABLE",
      `${path} could not be written: ${reason(error)}. ${saved ? `The result was saved as ${rescue} instead.` : "Free some space, or choose another place."}`,
      { cause: error },
    )
  }
}

async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  // A pipe or a device must not be replaced by a file.
  const special = await stat(path).then(
    (found) => !found.isFile(),
    () => false,
  )
  if (special) return writeFile(path, bytes)
  // Of its own: two results may be on their way to one path, and the last one written is the one that stays.
  const draft = `${path}.${randomUUID()}.part`
  try {
    await writeFile(draft, bytes)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const known: Record<string, string> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    EISDIR: "it is a folder",
    ENOENT: "its folder does not exist",
    ENOSPC: "the disk is full",
    ENOTDIR: "part of its path is not a folder",
    EROFS: "the file system is read-only",
  }
  return known[code ?? ""] ?? message
}
