import type { DecideOnce } from "@pami/explainer"
import type { Segmenter } from "@pami/pre-segmentation"
import type { Preparation, Recipe } from "@pami/recipe"
import type { LoadedModel } from "./load-model.ts"
import type { ExplainRequest } from "./request.ts"

/** The part of one call that all its images share. */
export interface Task {
  readonly request: ExplainRequest
  readonly loaded: LoadedModel
  readonly preparation: Preparation
  readonly recipe: Recipe
  readonly decide: DecideOnce
  /** Default: that of `runRecipe`, whose worker stays for the next image. */
  readonly segmenter?: Segmenter
}
