import type { Target } from "@pami/core"
import type { DecideOnce } from "@pami/explainer"
import type { Segmenter } from "@pami/pre-segmentation"
import type { Preparation, ImageRecipe } from "@pami/recipe"
import type { LoadedModel } from "./load-model.ts"
import type { ExplainRequest } from "./request.ts"

/** The part of one call that all its images share. */
export interface Task {
  readonly request: ExplainRequest
  readonly loaded: LoadedModel
  readonly preparation: Preparation
  readonly recipe: ImageRecipe
  readonly decide: DecideOnce
  /** Whether nobody has named the target, so that the task decides it. */
  readonly isTargetOpen: boolean
  /** Whether nobody has named the read-out. */
  readonly isReadOutOpen: boolean
  /** The target of the user's own module. Undefined for that of the recipe. */
  readonly ownTarget: Target | undefined
  /** Default: that of `runRecipe`, whose worker stays for the next image. */
  readonly segmenter?: Segmenter
}
