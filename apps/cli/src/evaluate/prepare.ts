import type { Input, MaskingOperator, Model } from "@pami/core"
import { addNoise } from "@pami/evaluation"
import type { Picture, PictureInput, Pixels } from "@pami/image"
import { prepareInput } from "@pami/recipe"
import type { ResolvedRecipe } from "@pami/recipe"
import type { LoadedModel } from "../load-model.ts"
import { needs } from "./plan.ts"
import type { Plan } from "./plan.ts"

/** An image that is ready for all methods and metrics: decoded once, and fitted once. */
export interface PreparedImage {
  readonly picture: Picture
  /** The image with seeded noise, over the same operator; absent unless a metric compares their maps. */
  readonly changed: readonly Input[] | undefined
  /** Over the masking operator of the methods. */
  readonly prepared: PictureInput
  /** The same input over each baseline of the metrics, by name. At least one. */
  readonly baselines: Readonly<Record<string, Input>>
}

/** Prepares an image over the masking operator and over every baseline. */
export async function prepareImage(
  picture: Picture,
  plan: Pick<Plan, "masking" | "baselines" | "metrics">,
  resolved: ResolvedRecipe,
  { model }: Pick<LoadedModel, "model">,
): Promise<PreparedImage> {
  const { masking, baselines } = plan
  const prepared = await prepareInput(resolved, model, picture, { masking })
  const settings = JSON.stringify([masking.name, masking.settings])
  const over: Record<string, Input> = {}
  for (const [name, operator] of Object.entries(baselines)) {
    const isMasking = JSON.stringify([operator.name, operator.settings]) === settings
    over[name] = isMasking ? prepared.input : (await prepared.maskedBy(operator)).input
  }
  // Metrics that mask nothing still need an evaluator.
  return {
    picture,
    prepared,
    baselines: Object.keys(over).length > 0 ? over : { masking: prepared.input },
    changed: needs(plan, "changed-maps") ? await changedInputs(picture, masking, resolved, model) : undefined,
  }
}

// Each is a further explanation by every method.
const noiseSeeds = [1, 2, 3]

/** Returns inputs of the image with noise of at most a fiftieth of the range of a pixel. */
async function changedInputs(
  picture: Picture,
  masking: MaskingOperator<Pixels>,
  resolved: ResolvedRecipe,
  model: Model,
): Promise<Input[]> {
  const changed: Input[] = []
  for (const seed of noiseSeeds) {
    const shares = new Float32Array(picture.data).map((byte) => byte / 255)
    const data = new Uint8Array(addNoise(shares, { seed }).map((share) => Math.round(255 * share)))
    changed.push((await prepareInput(resolved, model, { ...picture, data }, { masking })).input)
  }
  return changed
}
