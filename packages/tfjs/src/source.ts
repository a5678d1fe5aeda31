import { type ModelSource, PamiError } from "@pami/core"
import {
  bodyAtMost,
  checkWeightsPath,
  fileAtMost,
  type NamedFiles,
  pathOf,
  readSource,
  weightsOutside,
} from "@pami/core/backend"
import { isNode } from "./device.ts"

/** The files of a model, wherever they are. */
export interface Files {
  /** The model's own file, for messages. */
  readonly name: string
  /** Path of the folder that the source names, where it is one. */
  readonly folder?: string
  /**
   * Returns the first bytes of the model's own file, or of one that it names.
   *
   * @param most how many at most: a file that is longer than it may be is not held
   * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `WEIGHTS_OUTSIDE`
   */
  read(file: string | undefined, most: number): Promise<Uint8Array>
}

/** Finds the files of a model. Nothing is read before it is asked for. */
export async function filesOf(given: ModelSource): Promise<Files> {
  const source = await readSource(given)
  if (typeof source !== "string") return named(source)
  const isAddress = /^[a-z][a-z0-9+.-]+:/i.test(source) && !/^[a-z]:[\\/]/i.test(source)
  const isFile = isNode && (!isAddress || source.startsWith("file:"))
  if (isFile) return onDisk(pathOf(source))
  const base = globalThis.location?.href
  if (URL.canParse(source, base)) return fetched(new URL(source, base).href)
  throw new PamiError("FILE_UNREADABLE", `${source} cannot be read: it is not a valid address`)
}

function named(files: NamedFiles): Files {
  const [name] = Object.keys(files)
  if (name === undefined) {
    throw new PamiError("FILE_NOT_FOUND", "no file was given: give model.json, then the files of its weights")
  }
  const folder = name.slice(0, name.lastIndexOf("/") + 1)
  return {
    name,
    async read(file, most) {
      const wanted = file === undefined ? name : `${folder}${file}`
      if (Object.hasOwn(files, wanted)) return files[wanted].subarray(0, most)
      const given = Object.keys(files).join(", ")
      throw new PamiError(
        "FILE_NOT_FOUND",
        `${file}, which holds weights of ${name}, was not given (given: ${given}): give all files by name, or the path of the model`,
      )
    },
  }
}

async function onDisk(path: string): Promise<Files> {
  const { realpath, stat } = process.getBuiltinModule("node:fs/promises")
  const { dirname, join, sep } = process.getBuiltinModule("node:path")
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )

  /** Links are followed: of the model to the folder where it is kept, of the weights to where they are. */
  async function readWeights(file: string, most: number): Promise<Uint8Array> {
    checkWeightsPath(file, path)
    const folders = [await realpath(dirname(path)), dirname(await realpath(path))]
    const real = await realpath(join(dirname(path), file))
    if (folders.some((folder) => real.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)))
      return fileAtMost(real, most)
    throw weightsOutside(file, path)
  }

  return {
    name: path,
    ...(isFolder && { folder: path }),
    async read(file, most) {
      const what = file === undefined ? path : `${join(dirname(path), file)}, which belongs to ${path},`
      const reading = file === undefined ? fileAtMost(path, most) : readWeights(file, most)
      return reading.catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === "WEIGHTS_OUTSIDE") throw cause
        if (cause.code === "ENOENT" || cause.code === "ENOTDIR") {
          throw new PamiError("FILE_NOT_FOUND", `${what} was not found`, { cause })
        }
        const refused = cause.code === "EACCES" || cause.code === "EPERM"
        const reason = refused ? "this user may not read it" : cause.message
        throw new PamiError("FILE_UNREADABLE", `${what} cannot be read: ${reason}`, { cause })
      })
    },
  }
}

function fetched(address: string): Files {
  return {
    name: address,
    async read(file, most) {
      const wanted = file === undefined ? new URL(address) : nextTo(address, file)
      const what = file === undefined ? address : `${wanted.href}, which belongs to ${address},`
      const unreadable = (cause: Error) => {
        const reason = `${cause.message}; is the server there, and does it allow other origins (CORS)?`
        throw new PamiError("FILE_UNREADABLE", `${what} cannot be fetched: ${reason}`, { cause })
      }
      const response = await fetch(wanted).catch(unreadable)
      if (response.ok) return bodyAtMost(response, most).catch(unreadable)
      const status = `${response.status} ${response.statusText}`.trim()
      if (response.status === 404 || response.status === 410) {
        throw new PamiError("FILE_NOT_FOUND", `${what} was not found (${status})`)
      }
      throw new PamiError("FILE_UNREADABLE", `${what} cannot be fetched: the server answers ${status}`)
    },
  }
}

function nextTo(address: string, file: string): URL {
  checkWeightsPath(file, address)
  if (!URL.canParse(file, address)) {
    const fix = "give the bytes of all files by name"
    throw new PamiError("FILE_NOT_FOUND", `nothing lies next to ${address}, where ${file} should be: ${fix}`)
  }
  const folder = new URL(".", address).href
  const wanted = new URL(file, address)
  // "%2e%2e" is ".." in an address.
  if (!wanted.href.startsWith(folder)) throw weightsOutside(file, address)
  // A signature in the address of the model holds for its other files.
  wanted.search ||= new URL(address).search
  return wanted
}
