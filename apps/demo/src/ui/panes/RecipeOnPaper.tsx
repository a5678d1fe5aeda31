import { shown } from "../logic/format.ts"
import { wordsOf } from "../logic/words.ts"
import { RecipeLines, wordsOfPreprocessing } from "./RecipeLines.tsx"
import { facts, image, prediction, settings, snapshot } from "../state.ts"

/** The recipe of the map, for print. */
export function RecipeOnPaper() {
  const [model, seen, picture] = [facts.value, prediction.value, image.value]
  if (model === null || seen === null || picture === null) return null
  const { strategy, mask, mode, seed } = settings.value
  const lines = {
    Model: `${shown(model.name)}, ${wordsOf(model.backend)}`,
    Image: shown(picture.name),
    Preprocessing: wordsOfPreprocessing(seen.recipe.preprocessing),
    Partitioning: wordsOf(strategy),
    Mask: wordsOf(mask),
    Mode: wordsOf(mode),
    Passes: String(snapshot.value?.passes ?? 0),
    Seed: String(seed),
  }
  return (
    <section class="card recipe-on-paper" aria-label="Recipe">
      <h2>Recipe</h2>
      <RecipeLines lines={lines} />
    </section>
  )
}
