import type { Explanation, Model } from "@pami/core"
import { black, blur } from "@pami/image"
import type { Segmenter } from "@pami/pre-segmentation"
import { createTarget, prepareInput, readMap, runRecipe } from "@pami/recipe"
import { contrastFor, selectionFor, type Chosen } from "../choice.ts"
import { imageMasks, type Rival } from "../judge-contract.ts"
import type { Predicted } from "../predict.ts"
import type { Prober } from "../probe.ts"
import { explaining } from "@pami/explainer"
import type { ExplainingTools, Judged } from "./judged.ts"
import { only } from "../only.ts"

/** The sweep of an image that questions are about. */
export interface SweptImage {
  readonly predicted: Predicted
  readonly explanation: Explanation
  readonly model: Model
  readonly segmenter: Segmenter
  readonly prober: Prober
}

const maskings = { blur: blur(), black: black() } as const

/** Returns the map of a class of an image, or of the contrast of two, to be judged. */
export function judgedImage(swept: SweptImage, chosen: Chosen): Judged {
  const { predicted, explanation, model, prober } = swept
  const { resolved, prepared, image } = predicted
  const contrast = contrastFor(chosen)
  const { target, versus } = contrast
  const ids = [target, ...(versus === undefined ? [] : [versus])] as number[]
  const own = only(createTarget(resolved.recipe, { classes: () => ids }), contrast)
  return {
    map: readMap(resolved.recipe, explanation, selectionFor(chosen)),
    passes: explanation.passes,
    model,
    target: own,
    input: prepared.input,
    masks: imageMasks,
    over: async (mask) =>
      (await prepareInput(resolved, model, image, { masking: maskings[mask as "blur"] })).input,
    probe: (part) => prober.probe(part, contrast),
    async explainBy(method: Rival, { signal, onPasses }: ExplainingTools) {
      const recipe = { ...explaining(resolved.recipe, chosen), method, passes: explanation.passes }
      const rival = await runRecipe(
        { ...resolved, recipe },
        {
          model,
          prepared,
          segmenter: swept.segmenter,
          signal,
          target: own,
          onProgress: ({ passes }) => onPasses(passes),
        },
      )
      return readMap(recipe, rival)
    },
  }
}
