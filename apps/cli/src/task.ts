import type { DecideOnce } from "@pami/explainer"
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
}
