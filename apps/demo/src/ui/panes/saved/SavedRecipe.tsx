import { shown } from "../../logic/format.ts"
import { wordsOf } from "../../logic/words.ts"
import { RecipeLines, wordsOfPreprocessing } from "../RecipeLines.tsx"
import { facts } from "../../saved/state.ts"

/** How a saved explanation was made. */
export function SavedRecipe() {
  const { model, backend, input, passes, recipe } = facts.value!
  const { method, output, activation, seed, task } = recipe
  const lines = {
    Model: `${shown(model ?? "bundled model")}, ${shown(backend)}`,
    Input: shown(input),
    Preprocessing: recipe.kind === "image" ? wordsOfPreprocessing(recipe.preprocessing) : null,
    Task: task && wordsOf(task.name),
    Output: output && shown(output),
    Activation: wordsOf(activation),
    Method: wordsOf(method),
    Mask: "mask" in recipe ? wordsOf(recipe.mask) : null,
    Passes: String(passes),
    Seed: String(seed),
  }
  return (
    <section class="card saved-recipe" aria-labelledby="saved-recipe-title">
      <h2 id="saved-recipe-title">Recipe</h2>
      <RecipeLines lines={lines} />
    </section>
  )
}
