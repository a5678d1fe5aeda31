import type { FigureTools } from "@pami/figure"
import type { DecodeOptions } from "@pami/image/node"
import type { Picture } from "@pami/image"
import type { ModelFiles, ReadNeighbour, RecipeFiles, TextFile } from "@pami/recipe"
import type { Finding } from "@pami/core"
import type { PlatformBlob, PlatformUrl } from "@pami/core/tensor"

/** An image file: a path (in a browser: an address), a URL, or the bytes of the file. */
export type ImageFile = string | PlatformUrl | Uint8Array | ArrayBuffer | PlatformBlob

/** The formats of a figure. */
export type FigureFormat = "png" | "svg"

/** The bytes of a figure, and findings about it. */
export interface DrawnFigure {
  readonly bytes: Uint8Array
  readonly findings: readonly Finding[]
}

/** The functions that differ between Node and a browser. */
export interface Platform {
  /** Decodes an image upright, to 8 bits. */
  decodeImage(source: ImageFile, options?: DecodeOptions): Promise<Picture>
  /** Reads a file of any kind that the caller names or gives. */
  readBytes(source: ImageFile): Promise<Uint8Array>
  /** Opens the files that a recipe names. */
  openFiles(options?: DecodeOptions): RecipeFiles
  /** Reads a small file that the caller names: labels, preprocessing. */
  readText(source: string | PlatformUrl): Promise<TextFile>
  /** Returns the name of a file as a manifest holds it: the path of a `file:` address on Node, else the name itself. */
  recordedName(name: string): string
  /** Returns the path of a model and the reader of its neighbours, if the model is a file on the disk. */
  neighboursOf(
    model: string | PlatformUrl,
  ): { readonly path: string; readonly read: ReadNeighbour } | undefined
  /** Returns the model in a folder; undefined for another path or address. */
  modelInFolder(model: string | PlatformUrl): Promise<ModelFiles | undefined>
  /** Makes a figure of a drawing, an SVG document. */
  render(draw: (tools: FigureTools) => string | Promise<string>, format: FigureFormat): Promise<DrawnFigure>
}
