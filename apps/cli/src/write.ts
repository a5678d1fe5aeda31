import { randomBytes } from "node:crypto"
import { constants, fstatSync, write } from "node:fs"
import { access, chmod, mkdir, rename, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, dirname, extname, join, resolve } from "node:path"
import { promisify } from "node:util"
import { PamiError } from "@pami/core"
import { shorten } from "./distinct-names.ts"
import { reason } from "./files.ts"
import { locate } from "./same-file.ts"

/** Refuses a place that cannot be written to, before any work is done for it. */
export async function expectWritable(path: string): Promise<void> {
  const { is, path: real } = await locate(path)
  try {
    if (path === "") throw new Error("its name is empty")
    if (is === "folder") throw new Error("it is a folder")
    // Nothing is there yet, or it cannot be known: links in a circle, a name that is too long.
    if (is === undefined) await stat(path).catch(expectMissing)
    await access(is === undefined ? dirname(real) : path, constants.W_OK)
  } catch (error) {
    throw unwritable(path, error)
  }
}

function expectMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error
}

export async function makeFolder(path: string): Promise<void> {
  try {
    if (path === "") throw new Error("its name is empty")
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
 *
 * @throws PamiError `FILE_UNWRITABLE`
 */
export async function writeResult(path: string, bytes: Uint8Array | string): Promise<void> {
  try {
    await writeWhole(path, bytes)
  } catch (error) {
    const rescued = await rescue(path, bytes).catch(() => undefined)
    throw new PamiError(
      "FILE_UNWRITABLE",
      `${path} could not be written: ${reason(error)}. ${rescued === undefined ? "Free some space, or choose another place." : `The result was saved as ${rescued} instead.`}`,
      { cause: error },
    )
  }
}

async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const { path: real, is } = await locate(path)
  // A pipe or a device must not be replaced by a file.
  if (is === "device") return writeFile(path, bytes)
  if (await isStdout(path)) return writeToStdout(bytes)
  // Short, as the name itself may be as long as a name can be; in the same folder, as only there a file can be renamed.
  const draft = join(dirname(real), `.pami-${randomBytes(6).toString("hex")}.part`)
  try {
    await writeFile(draft, bytes, { flag: "wx" })
    // A file that is replaced keeps who may read it.
    if (is === "file") await chmod(draft, (await stat(real)).mode & 0o777)
    await rename(draft, real)
  } catch (error) {
    await rm(draft, { force: true })
    const { code } = error as NodeJS.ErrnoException
    // The folder is closed, the file in it is not.
    if (is === "file" && (code === "EACCES" || code === "EPERM")) return writeFile(real, bytes)
    throw error
  }
}

/** Whether a path, such as /dev/stdout, leads to the file that stdout was redirected to. */
async function isStdout(path: string): Promise<boolean> {
  if (!resolve(path).startsWith("/dev/") && !resolve(path).startsWith("/proc/")) return false
  const [there, stdout] = [await stat(path).catch(() => undefined), fstatSync(1)]
  return there !== undefined && there.dev === stdout.dev && there.ino === stdout.ino
}

/** Through the descriptor that the text goes to as well: opened again, one would overwrite the other. */
async function writeToStdout(bytes: Uint8Array | string): Promise<void> {
  let rest = typeof bytes === "string" ? Buffer.from(bytes) : bytes
  while (rest.length > 0) rest = rest.subarray((await promisify(write)(1, rest)).bytesWritten)
}

/** Saves a result in the folder for temporary files, which others may look into, under a name that is free. */
async function rescue(path: string, bytes: Uint8Array | string): Promise<string> {
  const name = basename(path)
  const extension = extname(name)
  const stem = shorten(basename(name, extension), 200)
  for (let number = 1; ; number++) {
    const place = join(tmpdir(), `${stem}${number === 1 ? "" : `-${number}`}${extension}`)
    try {
      await writeFile(place, bytes, { flag: "wx", mode: 0o600 })
      return place
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST" && number < 1000) continue
      // An incomplete file is useless.
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") await rm(place, { force: true })
      throw error
    }
  }
}

function unwritable(path: string, error: unknown): PamiError {
  return new PamiError(
    "FILE_UNWRITABLE",
    `${path === "" ? '""' : path} cannot be written: ${reason(error)}. Choose another place.`,
    { cause: error },
  )
}
