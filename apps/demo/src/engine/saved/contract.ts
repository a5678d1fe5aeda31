import type { Finding, Scale, TargetId, TargetInfo } from "@pami/core"
import type { ExplainedText } from "@pami/explainer"
import type { Geometry, Picture } from "@pami/image"
import type { Recipe } from "@pami/recipe"

/** The contents of a saved explanation, as the page shows them. */
export interface SavedFacts {
  /** Name of its file. */
  readonly name: string
  /** File of the model; `null` for a bundled one. */
  readonly model: string | null
  readonly backend: string
  /** File of the input. */
  readonly input: string
  /** All targets of the prediction, highest score first. */
  readonly prediction: readonly TargetInfo[]
  /** Targets whose scores it holds, in the order of {@link prediction}. */
  readonly swept: readonly TargetInfo[]
  /** The map that its recipe asks for. */
  readonly choice: SavedChoice
  readonly scale: Scale
  readonly passes: number
  readonly complete: boolean
  readonly findings: readonly Finding[]
  readonly recipe: Recipe
  /** Units of the map along each axis. */
  readonly shape: readonly number[]
  /** Names of the units, such as columns of a table, where they have some. */
  readonly labels: readonly string[] | null
  /** The input that is not inside, and that the map can be shown on. */
  readonly missing: "image" | "text" | null
}

/** A target, or the contrast of two. */
export interface SavedChoice {
  readonly target: TargetId
  readonly versus: TargetId | null
}

/** A map of a saved explanation. */
export interface SavedMap {
  readonly choice: SavedChoice
  /** Importance of each unit, row-major over {@link SavedFacts.shape}. */
  readonly values: Float32Array
  /** Of a text, and of the question of an image: the pieces with their importance. */
  readonly texts: readonly ExplainedText[]
}

/** Reads maps out of saved explanations. Needs no model. */
export interface SavedReader {
  /**
   * Opens a saved explanation in place of the present one, which stays if opening fails.
   *
   * @throws `EXPLANATION_INVALID`
   */
  open(bytes: Uint8Array, name: string): Promise<SavedFacts>
  /** Returns a map. No forward pass. */
  read(choice: SavedChoice): Promise<SavedMap>
  /** Takes the image that is explained, and returns where the map lies on it. */
  takeImage(image: Picture): Promise<Geometry>
  /**
   * Takes the text that is explained.
   *
   * @throws `EXPLANATION_INVALID` for another text
   */
  takeText(bytes: Uint8Array, name: string): Promise<void>
  /**
   * Returns the figure of a map as SVG, as the command line draws it.
   *
   * @throws `FIGURE_UNAVAILABLE` where the image or the text is not there, and for inputs of other kinds
   */
  figure(choice: SavedChoice): Promise<string>
}
