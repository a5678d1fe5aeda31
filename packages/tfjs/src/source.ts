import { type ModelSource, PamiError } from "@pami/core"
import { isNode } from "./device.ts"

/** The files of a model, wherever they are. */
export interface Files {
  /** The model's own file, for messages. */
  readonly name: string
  /** Path of the folder that the source names, where it is one. */
  readonly folder?: string
  /**
   * Bytes of the model's own file, or of one that it names.
   *
   * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
   */
  read(file?: string): Promise<Uint8Array>
}

/** Finds the files of a model. Nothing is read before it is asked for. */
export async function filesOf(source: ModelSource): Promise<Files> {
  if (typeof source !== "string") {
    return source instanceof Uint8Array ? named({ "the model": source }) : named(source)
  }
  const isAddress = /^[a-z][a-z0-9+.-]+:/i.test(source) && !/^[a-z]:[\\/]/i.test(source)
  const isFile = isNode && (!isAddress || source.startsWith("file:"))
  return isFile ? onDisk(source) : fetched(new URL(source, globalThis.location?.href).href)
}

function named(files: Readonly<Record<string, Uint8Array>>): Files {
  const [name] = Object.keys(files)
  if (name === undefined) {
    throw new PamiError("FILE_NOT_FOUND", "no file was given: give model.json, then the files of its weights")
  }
  const folder = name.slice(0, name.lastIndexOf("/") + 1)
  return {
    name,
    async read(file) {
      const bytes = files[file === undefined ? name : `${folder}${file}`]
      if (bytes !== undefined) return bytes
      const given = Object.keys(files).join(", ")
      throw new PamiError(
        "FILE_NOT_FOUND",
        `${file}, which holds weights of ${name}, was not given (given: ${given}): give all files by name, or the path of the model`,
      )
    },
  }
}

async function onDisk(source: string): Promise<Files> {
  const { readFile, stat } = process.getBuiltinModule("node:fs/promises")
  const { dirname, join } = process.getBuiltinModule("node:path")
  const { fileURLToPath } = process.getBuiltinModule("node:url")
  const path = source.startsWith("file:") ? fileURLToPath(source) : source
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
  return {
    name: path,
    ...(isFolder && { folder: path }),
    async read(file) {
      const wanted = file === undefined ? path : join(isFolder ? path : dirname(path), file)
      const what = file === undefined ? path : `${wanted}, which belongs to ${path},`
      return readFile(wanted).catch((cause: NodeJS.ErrnoException) => {
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
    async read(file) {
      const wanted = new URL(file ?? address, address)
      // A signature in the address of the model holds for its other files.
      wanted.search ||= new URL(address).search
      const what = file === undefined ? address : `${wanted.href}, which belongs to ${address},`
      const response = await fetch(wanted).catch((cause: Error) => {
        const reason = `${cause.message}; is the server there, and does it allow other origins (CORS)?`
        throw new PamiError("FILE_UNREADABLE", `${what} cannot be fetched: ${reason}`, { cause })
      })
      if (response.ok) return new Uint8Array(await response.arrayBuffer())
      const status = `${response.status} ${response.statusText}`.trim()
      if (response.status === 404 || response.status === 410) {
        throw new PamiError("FILE_NOT_FOUND", `${what} was not found (${status})`)
      }
      throw new PamiError("FILE_UNREADABLE", `${what} cannot be fetched: the server answers ${status}`)
    },
  }
}
