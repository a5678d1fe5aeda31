import { isPamiError, PamiError } from "@pami/core"
import { parseFonts } from "@pami/figure"
import type { FigureTools, Fonts } from "@pami/figure"
import { decodePicture, encodePng } from "@pami/image/browser"
import type { DecodeOptions } from "@pami/image/browser"
import type { FigureFormat, Platform } from "./platform.ts"

// Bundlers find files by the text of these expressions. The path is the same from src and from dist.
const fonts = {
  regular: new URL("../../dist/fonts/dejavu-sans-latin-400-normal.woff", import.meta.url),
  bold: new URL("../../dist/fonts/dejavu-sans-latin-700-normal.woff", import.meta.url),
  italic: new URL("../../dist/fonts/dejavu-sans-latin-400-italic.woff", import.meta.url),
}

export const platform: Platform = {
  decodeImage: (source, options) =>
    decodePicture(typeof source === "string" ? addressOf(source) : source, options),
  openFiles: (options: DecodeOptions = {}) => ({
    picture: (file) => decodePicture(addressOf(file), options),
    labels: async (file) => {
      throw new PamiError("FILE_UNREADABLE", `${file}: a browser reads no label maps; give a partitioner`)
    },
    bytes: (file) => fetchBytes(addressOf(file)),
  }),
  readText: async (source) => ({ name: String(source), text: await fetchBytes(addressOf(source)) }),
  recordedName: (name) => name,
  // Each file that is looked for would be a request that nobody asked for.
  neighboursOf: () => undefined,
  modelInFolder: async () => undefined,
  async readBytes(source) {
    if (source instanceof Uint8Array) return source
    if (source instanceof ArrayBuffer) return new Uint8Array(source)
    if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer())
    return await fetchBytes(addressOf(source as string | URL))
  },
  render,
}

async function render(draw: (tools: FigureTools) => string | Promise<string>, format: FigureFormat) {
  const svg = await draw({ fonts: await readFonts(), encodePng })
  return { bytes: format === "svg" ? new TextEncoder().encode(svg) : await rasterize(svg), findings: [] }
}

function addressOf(source: string | URL): URL {
  return new URL(source, globalThis.location?.href)
}

async function fetchBytes(address: URL): Promise<Uint8Array> {
  try {
    const answer = await fetch(address)
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer())
    throw new PamiError("FILE_NOT_FOUND", `${address.href} was answered with status ${answer.status}`)
  } catch (cause) {
    if (isPamiError(cause)) throw cause
    throw new PamiError("FILE_UNREADABLE", `${address.href} cannot be fetched: ${String(cause)}`, { cause })
  }
}

async function readFonts(): Promise<Fonts> {
  const [regular, bold, italic] = await Promise.all(
    [fonts.regular, fonts.bold, fonts.italic].map((address) => fetchBytes(address)),
  )
  return await parseFonts({ regular, bold, italic })
}

/** Returns an SVG document as the bytes of a PNG file. Only a page can rasterize: a worker has no images. */
async function rasterize(svg: string): Promise<Uint8Array> {
  if (typeof Image === "undefined")
    throw new PamiError("FIGURE_UNAVAILABLE", 'a worker cannot make a PNG of a figure: take the format "svg"')
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
    const context = canvas.getContext("2d")!
    context.fillStyle = "#fff"
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(image, 0, 0)
    const blob = await canvas.convertToBlob({ type: "image/png" })
    return new Uint8Array(await blob.arrayBuffer())
  } finally {
    URL.revokeObjectURL(address)
  }
}
