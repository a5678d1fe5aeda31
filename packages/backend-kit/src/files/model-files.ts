import { type ModelSource, PamiError } from "@pami/core"
import { nodeModule, pageAddress } from "../platform.ts"
import { locateWeights } from "./locate-weights.ts"
import { isWebAddress, pathOf, readFile } from "./read-file.ts"
import { type NamedFiles, readSource } from "./read-source.ts"
import { checkWeightsPath, nameWeights, weightsOutside } from "./weights-path.ts"

/** The files of one model: on disk, on the web, or given as bytes. */
export interface ModelFiles {
  /** Path, address or given name of the model's own file, for messages. */
  readonly name: string
  /** Path of the model's own file, or of the folder given in its place. Absent when the model is not on disk. */
  readonly path?: string
  /**
   * Returns the first bytes of the model's own file.
   *
   * @param most largest number of bytes: a longer file is not held. Default: all
   * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
   */
  read(most?: number): Promise<Uint8Array>
  /**
   * Finds a weights file: returns its real path, address or given name, by which two names of one file are known.
   *
   * @param name name in the model's file: a path from the model's folder, with `/` between folders
   * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `WEIGHTS_OUTSIDE`
   */
  locate(name: string): Promise<string>
  /**
   * Returns the first bytes of a weights file.
   *
   * @param name name in the model's file
   * @param most largest number of bytes: a longer file is not held. Default: all
   * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `WEIGHTS_OUTSIDE`
   */
  readWeights(name: string, most?: number): Promise<Uint8Array>
}

/**
 * Returns the files behind a model source, in Node and in browsers. Files on disk and on the web are read when they are
 * asked for, not before.
 *
 * @throws PamiError `FILE_NOT_FOUND` for a source without files; `FILE_NOT_FOUND`, `FILE_UNREADABLE` for files given as URLs
 * @throws TypeError for anything but a model source
 * @example
 * ```ts
 * const files = await openFiles(source) // "model.onnx", an address, or bytes
 * const bytes = await files.read()
 * ```
 */
export async function openFiles(source: ModelSource): Promise<ModelFiles> {
  const read = await readSource(source)
  if (typeof read !== "string") return givenFiles(read)
  const onDisk = nodeModule("node:fs/promises") !== undefined && !isWebAddress(read)
  if (onDisk) return filesOnDisk(pathOf(read))
  const page = pageAddress()
  if (URL.canParse(read, page)) return filesOnWeb(new URL(read, page).href)
  throw new PamiError("FILE_UNREADABLE", `${read} cannot be read: it is not a valid address`)
}

function givenFiles(files: NamedFiles): ModelFiles {
  const [own] = Object.entries(files)
  if (own === undefined)
    throw new PamiError(
      "FILE_NOT_FOUND",
      "no file was given: give the model's file, then those of its weights",
    )
  const [model, bytes] = own
  const folder = model.slice(0, model.lastIndexOf("/") + 1)
  async function locate(name: string): Promise<string> {
    // Pages get the files of a folder without their folders.
    const key = [`${folder}${name}`, name, name.replace(/^.*[/\\]/, "")].find((key) =>
      Object.hasOwn(files, key),
    )
    if (key !== undefined) return key
    throw new PamiError(
      "FILE_NOT_FOUND",
      `${model} keeps weights in "${name}", which was not given (given: ${Object.keys(files).join(", ")}): ` +
        "give the bytes of all files by name, the model's first, or the model's address with that file next to it",
    )
  }

  return {
    name: model,
    read: async (most) => bytes.subarray(0, most),
    locate,
    readWeights: async (name, most) => files[await locate(name)].subarray(0, most),
  }
}

function filesOnDisk(path: string): ModelFiles {
  return {
    name: path,
    path,
    read: (most) => readFile(path, most),
    locate: (name) => locateWeights(name, path),
    async readWeights(name, most) {
      const real = await locateWeights(name, path)
      return readFile(real, most, nameWeights(real, path))
    },
  }
}

function filesOnWeb(address: string): ModelFiles {
  return {
    name: address,
    read: (most) => readFile(address, most),
    locate: async (name) => nextTo(address, name).href,
    async readWeights(name, most) {
      const { href } = nextTo(address, name)
      return readFile(href, most, nameWeights(href, address))
    },
  }
}

/** The address of a weights file. In names, `%` and `?` stand for themselves. */
function nextTo(model: string, name: string): URL {
  checkWeightsPath(name, model)
  const path = name.replaceAll(/[%?#]/g, encodeURIComponent)
  if (!URL.canParse(path, model)) {
    const fix = "give the bytes of all files by name, the model's first"
    throw new PamiError(
      "FILE_NOT_FOUND",
      `${model} keeps weights in "${name}", and no file can lie next to that address: ${fix}`,
    )
  }
  const address = new URL(path, model)
  if (!address.href.startsWith(new URL(".", model).href)) throw weightsOutside(name, model)
  // The query may hold a signature, which is needed for every file.
  address.search = new URL(model).search
  return address
}
