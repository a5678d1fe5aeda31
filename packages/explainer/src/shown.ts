import type { Geometry, Picture } from "@pami/image"
import type { PreparedData } from "@pami/recipe"
import type { ShownTexts } from "@pami/text"

/** An image, and how it lies on the model's grid. */
export interface ShownImage {
  readonly kind: "image"
  readonly picture: Picture
  readonly geometry: Geometry
  /** The text that the model takes beside it. */
  readonly question?: ShownTexts
}

/** An input that is not an image. */
export interface ShownData {
  readonly kind: "data"
  readonly prepared: Pick<PreparedData, "axes" | "size"> & { readonly content: ShownContent }
}

/** The values of an input that is not an image. */
export type ShownContent =
  | Exclude<PreparedData["content"], { readonly kind: "text" }>
  | { readonly kind: "text"; readonly text: ShownTexts }

/** An input as a figure shows it. */
export type DrawnInput =
  | ShownImage
  | {
      readonly kind: "data"
      readonly prepared: Pick<ShownData["prepared"], "axes" | "content">
    }
