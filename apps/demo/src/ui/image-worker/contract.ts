import type { CaptionOptions } from "@pami/explainer"
import type { ColorMapName, ValueRange } from "@pami/figure"
import type { Geometry, Picture } from "@pami/image"
import type { Scene } from "../logic/samples.ts"

/** A decoded image, with a smaller preview. */
export interface Decoded {
  readonly image: Picture
  /** At most 1,600 pixels a side. */
  readonly preview: ImageBitmap
}

/** The map of a saved figure, and its appearance. */
export interface Shot {
  readonly geometry: Geometry
  /** On the model's grid, `[grid.height, grid.width]`; `NaN` where the threshold hides it. */
  readonly map: Float32Array
  readonly colorMap: ColorMapName
  readonly range: ValueRange
  readonly opacity: number
}

/** The text of a figure. */
export type Caption = Omit<CaptionOptions, "maps" | "colors" | "opacity">

/** A partition of an image: each unit lies in one part. */
export interface Cut {
  readonly name: string
  /** Runs of each part. */
  readonly parts: readonly Int32Array[]
}

/** A file of an archive. */
export interface PackedFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** Work on images that would block the page: done in a separate worker. */
export interface ImageWorker {
  /** @throws `code` and `message` of a PamiError */
  decode(file: Blob, name: string): Promise<Decoded>
  /** Returns the files of a zip archive. @throws `ARCHIVE_INVALID`, `ARCHIVE_TOO_LARGE` */
  unzip(archive: Blob, name: string): Promise<readonly PackedFile[]>
  /** Draws a square scene of the zoo. `side` is in pixels. */
  draw(scene: Scene, side: number): Promise<Decoded>
  /** Takes the image that {@link png} and {@link svg} draw. */
  setImage(image: Picture): Promise<void>
  /** Returns the overlay as PNG, at the size of the original image. */
  png(shot: Shot): Promise<Uint8Array>
  /** Returns several partitions of the model's input, RGB in [0, 1]. */
  cut(pixels: Float32Array, width: number, height: number): Promise<readonly Cut[]>
  /** Returns the figure of the command line, as SVG. */
  svg(shot: Shot, caption: Caption): Promise<string>
  /** Fetches what {@link svg} needs, so that figures can be drawn without a network, too. */
  prepareSvg(): Promise<void>
}
