import type { CaptionOptions } from "@pami/explainer"
import type { ColorMapName, ValueRange } from "@pami/figure"
import type { Geometry, Picture } from "@pami/image"
import type { Sample } from "../logic/samples.ts"

/** A decoded image, and a smaller one to look at. */
export interface Decoded {
  readonly image: Picture
  /** At most 1,600 pixels a side. */
  readonly preview: ImageBitmap
}

/** What of an explanation is saved as an image. */
export interface Shot {
  readonly geometry: Geometry
  /** On the model's grid, `[grid.height, grid.width]`; `NaN` where the threshold hides it. */
  readonly map: Float32Array
  readonly colorMap: ColorMapName
  readonly range: ValueRange
  readonly opacity: number
}

/** What the words of a figure are made of. */
export type Caption = Omit<CaptionOptions, "maps" | "colors" | "opacity">

/** An image cut into parts: each unit lies in one of them. */
export interface Cut {
  readonly name: string
  /** Runs of each part. */
  readonly parts: readonly Int32Array[]
}

/** Work on images that would stop the page: done in a worker of its own. */
export interface ImageWorker {
  /** @throws `code` and `message` of a PamiError */
  decode(file: Blob, name: string): Promise<Decoded>
  /** A scene of the zoo, square, its sides in pixels as given. */
  draw(sample: Sample, side: number): Promise<Decoded>
  /** Takes the image that {@link png} and {@link svg} draw. */
  setImage(image: Picture): Promise<void>
  /** The overlay as PNG, at the pixels of the original image. */
  png(shot: Shot): Promise<Uint8Array>
  /** Pixels as the model sees them, RGB in [0, 1], cut in several ways. */
  cut(pixels: Float32Array, width: number, height: number): Promise<readonly Cut[]>
  /** The figure that the command line draws, as SVG. */
  svg(shot: Shot, caption: Caption): Promise<string>
  /** Fetches what {@link svg} needs, so that figures can be drawn without a network, too. */
  prepareSvg(): Promise<void>
}
