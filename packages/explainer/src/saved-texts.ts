import { PamiError } from "@pami/core"
import type { Explanation, Settings, UnitGrid } from "@pami/core"
import type { TextRecipe, Texts } from "@pami/recipe"
import { splitText } from "@pami/text"
import type { ShownTexts } from "@pami/text"

/**
 * Returns the texts of a saved explanation, cut as they were when it was made. Needs no model and no tokenizer.
 *
 * @param texts those of the recipe, or of the file that it explains
 * @throws PamiError `EXPLANATION_INVALID` for other texts than those that were explained
 */
export function savedTexts(
  { grids, provenance }: Pick<Explanation, "grids" | "provenance">,
  recipe: Pick<TextRecipe, "units" | "language">,
  texts: Texts,
): ShownTexts {
  return cutAgain(grids, provenance.input.settings, recipe, texts)
}

/**
 * Returns the question of a saved explanation of an image, cut as it was when it was made.
 *
 * @param question its text
 * @throws PamiError `EXPLANATION_INVALID` for another question than the one that was explained
 */
export function savedQuestion(
  { grids, provenance }: Pick<Explanation, "grids" | "provenance">,
  question: string,
): ShownTexts {
  const { together } = provenance.input.settings
  const own = grids.filter(({ name }) => name === "question").map((grid) => ({ ...grid, start: 0 }))
  // A file may be a stranger's: the settings of the question are those that name it.
  const settings = (Array.isArray(together) ? (together as readonly Settings[]) : []).find((one) =>
    seenTexts(one).some(({ name }) => name === "question"),
  )
  return cutAgain(own, settings ?? {}, { units: "words", language: null }, { question })
}

function cutAgain(
  grids: readonly UnitGrid[],
  settings: Settings,
  { units, language }: Pick<TextRecipe, "units" | "language">,
  texts: Texts,
): ShownTexts {
  const other = new PamiError(
    "EXPLANATION_INVALID",
    "the text is not the one that was explained: its words are others. Give the file as it was then.",
  )
  const seen = seenTexts(settings)
  if (grids.length === 0 || seen.length === 0 || !seen.every(({ name }) => Object.hasOwn(texts, name)))
    throw other
  const made = seen.map(({ name, characters: end }) => {
    const text = texts[name]
    const grid = grids.find((one) => one.name === name)
    const cut = grid === undefined ? [] : splitText(text, { units, language: language ?? undefined })
    return {
      name,
      text,
      units: cut.filter((unit) => unit.end <= end),
      grid: grid?.name,
      shown: { start: 0, end: Math.min(end, text.length) },
    }
  })
  const labels = made.flatMap(({ text, units: own }) => own.map(({ start, end }) => text.slice(start, end)))
  if (JSON.stringify(labels) !== JSON.stringify(grids.flatMap((grid) => grid.labels ?? []))) throw other
  return { input: { grids }, texts: made }
}

/** Returns the names of the texts in the order of the input, and the number of characters that the model saw of each. */
function seenTexts(settings: Settings): readonly { readonly name: string; readonly characters: number }[] {
  // A file may be a stranger's.
  const { texts } = { ...settings }
  return (Array.isArray(texts) ? (texts as readonly unknown[]) : []).flatMap((one) => {
    const { name, characters } = { ...(one as { name?: unknown; characters?: unknown } | null) }
    return typeof name === "string" && typeof characters === "number" ? [{ name, characters }] : []
  })
}
