import { version } from "@pami/core"
import type { Settings } from "@pami/core"
import type { MetricFacts } from "../summary/collect.ts"
import { modelName } from "../write-outputs.ts"
import type { LoadedModel } from "../load-model.ts"
import type { ImageRecipe } from "@pami/recipe"
import type { Plan } from "./plan.ts"
import type { EvaluateRequest } from "./request.ts"

/**
 * Returns the question of an evaluation: all that decides its results. Threads and batches are not in it, because they do
 * not change a map; nor is the limit, because a larger one begins with the same inputs.
 */
export function questionOf(
  data: Settings,
  { masking, methods, metrics }: Plan,
  { seed, onlyCorrect }: EvaluateRequest,
  { model, file }: LoadedModel,
  recipe: ImageRecipe,
): Settings {
  return {
    kind: "evaluation",
    version,
    data,
    seed,
    onlyCorrect,
    model: { name: modelName(file), digest: model.digest, backend: model.backend, settings: model.settings },
    // As far as it decides how an image is prepared and how outputs are read.
    recipe: {
      input: recipe.input,
      output: recipe.output,
      activation: recipe.activation,
      preprocessing: JSON.parse(JSON.stringify(recipe.preprocessing)),
      feeds: recipe.feeds,
    },
    masking: { name: masking.name, settings: masking.settings },
    methods: methods.map(({ name, method, passes }) => ({
      name,
      method: method.name,
      passes,
      settings: method.settings,
    })),
    metrics: metrics.map(({ name, protocol, better, average, settings }) => ({
      ...({ name, protocol, better, average } satisfies MetricFacts),
      settings,
    })),
  }
}
