import { readlink, realpath, stat } from "node:fs/promises"
import { isWebAddress } from "@pami/image"
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path"

/** The target of a path, with all links resolved. */
export interface Place {
  /** With the links of folders and of the file resolved; where nothing is yet, the path of what will be there. */
  readonly path: string
  /** `undefined` where nothing is yet. A pipe is a device. */
  readonly is: "file" | "folder" | "device" | undefined
  /** The same for all names of one file, hard links included. */
  readonly key: string
}

/** Finds out what a path leads to. */
export async function locate(path: string): Promise<Place> {
  const [real, found] = await Promise.all([
    resolveLinks(resolve(path)),
    stat(path, { bigint: true }).catch(() => undefined),
  ])
  // Names that differ in case, or in how accents are written, are one name on many disks: taken for one everywhere.
  if (found === undefined) return { path: real, is: undefined, key: real.normalize("NFC").toLowerCase() }
  const is = found.isFile() ? "file" : found.isDirectory() ? "folder" : "device"
  return { path: real, is, key: `${found.dev}:${found.ino}` }
}

/** Whether a path is that of a folder, or of something in it, links not considered. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/**
 * Returns the path of a file that another file names, if it lies in that file's folder or below, decided on real paths;
 * undefined otherwise, and for addresses.
 */
export async function namedInside(path: string, name: string): Promise<string | undefined> {
  if (isWebAddress(name) || /^file:/i.test(name)) return undefined
  const folder = await realpath(dirname(path))
  const target = resolve(folder, name)
  const real = await realpath(target).catch(() => target)
  if (!isInside(folder, real)) return undefined
  return isAbsolute(name) ? name : join(dirname(path), name)
}

/** Returns the real path of a file that need not exist yet, with all links resolved. */
async function resolveLinks(path: string, links = 0): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const folder = dirname(path)
    const target = await readlink(path).catch(() => undefined)
    if (target !== undefined && links < 40) return resolveLinks(resolve(folder, target), links + 1)
    return folder === path ? path : join(await resolveLinks(folder, links), basename(path))
  }
}
