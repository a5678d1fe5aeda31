import type { Result } from "@pami/explainer"
import { isOfTokens, type Recipe, type TextRecipe } from "@pami/recipe"
import type { Rival } from "../judge-contract.ts"
import type { Checks, KindOptions } from "./contract.ts"

type Kind = Recipe["kind"]

/** Returns how the maps of a result can be judged. */
export function checksOf(result: Result): Checks {
  const { recipe, explanation } = result
  const [{ shape }, ...others] = explanation.grids
  const isOfWords = shape.length === 1
  const units = explanation.grids
    .slice(0, isOfWords ? undefined : 1)
    .reduce((sum, grid) => sum + grid.shape.reduce((product, side) => product * side, 1), 0)
  return {
    units,
    masks: masksOf(result),
    // An image with a question is explained by this method alone.
    rivals: !isOfWords && others.length > 0 ? [] : rivals[recipe.kind],
  }
}

const sampled = ["lime", "kernel-shap", "occlusion"] as const
const rivals: Readonly<Record<Kind, readonly Rival[]>> = {
  image: ["rise", ...sampled],
  text: sampled,
  series: sampled,
  table: sampled,
  volume: sampled,
  array: sampled,
}

/** Returns the two masks of the curves of a result, by the names of the recipe. */
export function masksOf({ recipe, explanation, shown }: Result): readonly string[] {
  switch (recipe.kind) {
    case "image":
      return ["blur", "black"]
    case "text":
      // Words whose places count cannot be left out.
      return [
        ...new Set([textMask(recipe, explanation), isOfTokens(recipe.task) ? "unknown-token" : "delete"]),
      ]
    case "series": {
      const content = shown?.kind === "data" ? shown.prepared.content : undefined
      const isSound = content?.kind === "series" && content.series.kind === "sound"
      return [isSound ? "silence" : "mean", "noise"]
    }
    case "table":
      return ["median", "zeros"]
    default:
      return ["blur", "mean"]
  }
}

function textMask({ mask }: Pick<TextRecipe, "mask">, { provenance }: Result["explanation"]): string {
  return mask === "auto" ? String(provenance.input.settings["mask"]) : mask
}

/** Returns the options that take a mask. */
export function optionsFor(kind: Kind, mask: string): KindOptions {
  return kind === "table" ? { background: mask } : { mask }
}
