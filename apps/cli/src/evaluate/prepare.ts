import type { Input } from "@pami/core"
import type { Picture, PictureInput } from "@pami/image"
import { prepareInput } from "@pami/recipe"
import type { ResolvedRecipe } from "@pami/recipe"
import type { LoadedModel } from "../load-model.ts"
import type { Plan } from "./plan.ts"

/** An image that is ready for all methods and metrics: decoded once, and fitted once. */
export interface PreparedImage {
  readonly picture: Picture
  /** Over the masking operator of the methods. */
  readonly prepared: PictureInput
  /** The same input over each baseline of the metrics, by name. At least one. */
  readonly baselines: Readonly<Record<string, Input>>
}

/** Prepares an image over the masking operator and over every baseline. */
export async function prepareImage(
  picture: Picture,
  { masking, baselines }: Pick<Plan, "masking" | "baselines">,
  resolved: ResolvedRecipe,
  { model }: Pick<LoadedModel, "model">,
): Promise<PreparedImage> {
  const prepared = await prepareInput(resolved, model, picture, { masking })
  const settings = JSON.stringify([masking.name, masking.settings])
  const over: Record<string, Input> = {}
  for (const [name, operator] of Object.entries(baselines)) {
    const isMasking = JSON.stringify([operator.name, operator.settings]) === settings
    over[name] = isMasking ? prepared.input : (await prepared.maskedBy(operator)).input
  }
  // Metrics that mask nothing still need an evaluator.
  return { picture, prepared, baselines: Object.keys(over).length > 0 ? over : { masking: prepared.input } }
}
