import type { Geometry, Picture, Preprocessing } from "@pami/image"

/** Brings an image to the size of a model's input, as another library does. */
export type FitImage = (picture: Picture) => Promise<FittedImage>

/** An image at the size of a model's input. */
export interface FittedImage {
  /** The pixels, of the size of `preprocessing`. */
  readonly picture: Picture
  /** How to bring a map back to the image. */
  readonly geometry: Geometry
  /** How the pixels become the model's tensor; it resizes and crops nothing. */
  readonly preprocessing: Preprocessing
}
