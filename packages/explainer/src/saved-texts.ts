import { PamiError } from "@pami/core"
import type { Explanation, Settings } from "@pami/core"
import { drawText, textHtml } from "@pami/figure"
import type { TextRecipe, Texts } from "@pami/recipe"
import { splitText } from "@pami/text"
import type { TextInput } from "@pami/text"
import type { CaptionedFigure } from "./caption.ts"
import type { Draw } from "./draw-data.ts"
import { drawnTexts, explainedTexts } from "./text-result.ts"
import type { ExplainedText } from "./text-result.ts"

/** The texts of a saved explanation. */
export interface SavedTexts {
  /** Returns the texts in pieces with their importance. */
  explained(map: Float32Array): readonly ExplainedText[]
  draw(caption: CaptionedFigure): Draw
  html(caption: CaptionedFigure): string
}

/**
 * Returns the texts of a saved explanation, cut as they were when it was made. Needs no model and no tokenizer.
 *
 * @param texts those of the recipe, or of the file that it explains
 * @throws PamiError `EXPLANATION_INVALID` for other texts than those that were explained
 */
export function savedTexts(
  { grids, provenance }: Pick<Explanation, "grids" | "provenance">,
  { units, language }: Pick<TextRecipe, "units" | "language">,
  texts: Texts,
): SavedTexts {
  const other = new PamiError(
    "EXPLANATION_INVALID",
    "the text is not the one that was explained: its words are others. Give the file as it was then.",
  )
  const seen = seenTexts(provenance.input.settings)
  if (!seen.every(({ name }) => Object.hasOwn(texts, name))) throw other
  const made: Pick<TextInput, "texts"> & { readonly input: Pick<TextInput["input"], "grids"> } = {
    input: { grids: grids as TextInput["input"]["grids"] },
    texts: seen.map(({ name, characters: end }) => {
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
    }),
  }
  const labels = made.texts.flatMap(({ text, units: own }) =>
    own.map(({ start, end }) => text.slice(start, end)),
  )
  if (JSON.stringify(labels) !== JSON.stringify(grids.flatMap((grid) => grid.labels ?? []))) throw other
  return {
    explained: (map) => explainedTexts(made as TextInput, map),
    draw: (caption) => (tools) => drawText({ ...caption, texts: drawnTexts(made) }, tools),
    html: (caption) => textHtml({ ...caption, texts: drawnTexts(made) }),
  }
}

/** Returns the names of the texts in the order of the input, and the number of characters that the model saw of each. */
function seenTexts({ texts }: Settings): readonly { readonly name: string; readonly characters: number }[] {
  // A file may be a stranger's.
  return (Array.isArray(texts) ? (texts as readonly unknown[]) : []).flatMap((one) => {
    const { name, characters } = { ...(one as { name?: unknown; characters?: unknown } | null) }
    return typeof name === "string" && typeof characters === "number" ? [{ name, characters }] : []
  })
}
