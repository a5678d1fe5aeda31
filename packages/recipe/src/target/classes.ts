import { PamiError, topClasses } from "@pami/core"
import { positiveClasses } from "@pami/targets"
import type { Recipe } from "../schema/any-recipe.ts"

/** Chooses classes by the scores of the input itself. */
export type ChooseClasses = (prediction: Float64Array) => readonly number[]

/** Returns the classes that a recipe explains, and the one that they are contrasted with, chosen by the prediction. */
export function sweptClasses({ target, versus }: Pick<Recipe, "target" | "versus">): ChooseClasses {
  const choose: ChooseClasses =
    "top" in target ? topClasses(target.top) : "classes" in target ? () => target.classes : positiveClasses()
  return (prediction) => {
    const classes = choose(prediction)
    if (classes.length === 1 && classes[0] === versus)
      throw new PamiError(
        "VERSUS_IS_TARGET",
        `class ${versus} is the target itself, and a contrast needs two classes: name another target or versus`,
      )
    return versus === null || classes.includes(versus) ? classes : [...classes, versus]
  }
}

// Scores of more classes take more memory than maps of them are worth.
const mostClasses = 2000

/**
 * Returns the classes whose scores are kept so that a map of any of them costs no pass: all, of a model with more than
 * 2,000 the strongest, and those that the recipe explains. A class that the recipe names is among them even if the model
 * does not have it, so that the target refuses it.
 */
export function keptClasses(recipe: Pick<Recipe, "target" | "versus">): ChooseClasses {
  return (prediction) => {
    const explained = sweptClasses(recipe)(prediction)
    const kept =
      prediction.length <= mostClasses
        ? [...prediction.keys(), ...explained]
        : [...explained, ...topClasses(mostClasses)(prediction)]
    return [...new Set(kept)]
  }
}
