import type { Geometry, Picture } from "@pami/image"
import type { PreparedData } from "@pami/recipe"
import type { TextInput } from "@pami/text"

/** An image, and how it lies on the model's grid. */
export interface ShownImage {
  readonly kind: "image"
  readonly picture: Picture
  readonly geometry: Geometry
  /** The text that the model takes beside it. */
  readonly question?: TextInput
}

/** An input that is not an image. */
export interface ShownData {
  readonly kind: "data"
  readonly prepared: PreparedData
}
