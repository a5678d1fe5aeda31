import { readFile } from "node:fs/promises"
import { basename, dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { PamiError } from "@pami/core"
import type { PlatformUrl } from "@pami/core/tensor"
import { renderDrawing } from "@pami/figure/node"
import type { RenderedFigure } from "@pami/figure/node"
import { isWebAddress } from "@pami/image"
import { decodeLabels, decodePicture } from "@pami/image/node"
import type { DecodeOptions } from "@pami/image/node"
import type { ReadNeighbour, RecipeFiles } from "@pami/recipe"
import { modelInFolder } from "./model-in-folder.ts"
import type { FigureFormat, Platform } from "./platform.ts"
import { readNeighbour } from "./read-neighbour.ts"

export const platform: Platform = {
  decodeImage: decodePicture,
  openFiles,
  async readText(source) {
    const path = pathOf(source)
    return { name: path, text: await readBytes(path) }
  },
  recordedName: pathOf,
  neighboursOf,
  modelInFolder: async (model) =>
    isWebAddress(String(model)) ? undefined : await modelInFolder(pathOf(model)),
  async readBytes(source) {
    if (source instanceof Uint8Array) return source
    if (source instanceof ArrayBuffer) return new Uint8Array(source)
    if (typeof source === "object" && "arrayBuffer" in source)
      return new Uint8Array(await source.arrayBuffer())
    return await readBytes(pathOf(source as string | URL))
  },
  async render(draw, format) {
    return bytesOf(await renderDrawing(draw), format)
  },
}

function bytesOf({ svg, png, findings }: RenderedFigure, format: FigureFormat) {
  return { bytes: format === "png" ? png : new TextEncoder().encode(svg), findings }
}

/**
 * Returns the path of a model's file, and the reader of the files near it; undefined for a web address.
 */
export function neighboursOf(
  model: string | PlatformUrl,
): { readonly path: string; readonly read: ReadNeighbour } | undefined {
  if (isWebAddress(String(model))) return undefined
  const path = resolve(pathOf(model))
  // Opening a model asks for some files twice.
  const files = new Map<string, ReturnType<ReadNeighbour>>()
  const read: ReadNeighbour = (name, largest, first) => {
    const key = JSON.stringify([name, largest, first])
    const known = files.get(key) ?? readNeighbour(join(dirname(path), name), largest, first)
    files.set(key, known)
    return known
  }
  return { path, read }
}

/**
 * Returns the reader of the files that a recipe names, by their paths.
 *
 * @param options `maxPixels`: the maximum number of pixels of an image or a label map
 */
export function openFiles(options: DecodeOptions = {}): RecipeFiles {
  return {
    picture: (file) => decodePicture(file, options),
    labels: (file) => decodeLabels(file, options),
    bytes: readBytes,
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  return await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT")
      throw new PamiError("FILE_NOT_FOUND", `the file ${path} does not exist`, { cause })
    const reason = cause.code === "EISDIR" ? "it is a folder. Name a file in it" : cause.message
    throw new PamiError("FILE_UNREADABLE", `${basename(path)} cannot be read: ${reason}`, { cause })
  })
}

/** Returns the path of a file by its path or address; of a web address, the address. */
export function pathOf(source: string | PlatformUrl): string {
  const text = String(source)
  return /^file:/i.test(text) ? fileURLToPath(text) : text
}
