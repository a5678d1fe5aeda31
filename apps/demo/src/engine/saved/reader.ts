import { onGrid, PamiError } from "@pami/core"
import type { Explanation } from "@pami/core"
import {
  decidedNames,
  drawExplanation,
  explainedContrasts,
  explainedTexts,
  onQuestion,
  savedQuestion,
  savedTexts,
  selectionOf,
  strongest,
} from "@pami/explainer"
import type { DrawnInput, ShownImage } from "@pami/explainer"
import type { FigureTools } from "@pami/figure"
import { fitPicture } from "@pami/image"
import { loadExplanation, parseSavedRecord, readMap, readTexts } from "@pami/recipe"
import type { RecipeRecord } from "@pami/recipe"
import { present } from "../present.ts"
import type { SavedFacts, SavedReader } from "./contract.ts"

interface Open {
  readonly explanation: Explanation
  readonly record: RecipeRecord
  /** The texts that the map is about, once they are there. */
  readonly texts: ReturnType<typeof savedTexts> | undefined
  /** Once the visitor has given it. */
  readonly image?: ShownImage
}

/**
 * Returns a reader of saved explanations that runs in this thread.
 *
 * @param tools returns what figures are drawn with
 */
export function createSavedReader(tools: () => Promise<FigureTools>): SavedReader {
  let open: Open | undefined
  const opened = () => present(open, "open a saved explanation first")
  return {
    async open(bytes, name) {
      const saved = loadExplanation(bytes, name)
      const record = parseSavedRecord(saved, name)
      if (record === undefined)
        throw new PamiError(
          "EXPLANATION_INVALID",
          `${name} holds no recipe, which says how its maps are read: save it with this page (NPZ), or with pami explain --save`,
        )
      const { explanation } = saved
      const next = { explanation, record, texts: textsInside(explanation, record) }
      const facts = factsOf(next, name)
      open = next
      return facts
    },

    async read(choice) {
      const { explanation, record, texts } = opened()
      const { target, versus } = choice
      const contrast = { target, versus: versus ?? undefined }
      const map = readMap(record.recipe, explanation, selectionOf(contrast))
      const [first] = explanation.grids
      // The words of a question follow the pixels.
      const isImage = record.recipe.kind === "image"
      const ofTexts = isImage ? texts && onQuestion(map, explanation) : map
      return {
        choice,
        values: isImage ? onGrid(map, first).slice() : map,
        texts: texts && ofTexts ? explainedTexts(texts, ofTexts) : [],
      }
    },

    async takeImage(picture) {
      const now = opened()
      const { recipe } = now.record
      if (recipe.kind !== "image") throw new PamiError("INPUT_UNSUITABLE", "the map is not of an image")
      const { geometry } = await fitPicture(picture, recipe.preprocessing)
      open = { ...now, image: { kind: "image", picture, geometry } }
      return geometry
    },

    async takeText(bytes, name) {
      const now = opened()
      const { recipe } = now.record
      if (recipe.kind !== "text") throw new PamiError("INPUT_UNSUITABLE", "the map is not of a text")
      open = { ...now, texts: savedTexts(now.explanation, recipe, readTexts({ bytes, name })) }
    },

    async figure({ target, versus }) {
      const { explanation, record } = opened()
      const { recipe } = record
      const shown = shownIn(opened())
      // The words of an answer are drawn together.
      const isWritten = recipe.task?.name === "generation"
      const contrasts = isWritten
        ? explainedContrasts(recipe, explanation)
        : [{ target, versus: versus ?? undefined }]
      const draw = drawExplanation(shown, {
        explanation,
        recipe,
        contrasts,
        maps: contrasts.map((contrast) => readMap(recipe, explanation, selectionOf(contrast))),
        labels: labelsIn(explanation),
        objects: recipe.kind === "image" ? {} : decidedNames(explanation),
        input: fileName(record.picture),
        model: fileName(record.model ?? "bundled model"),
      })
      return await draw(await tools())
    },
  }
}

/** Returns the input as a figure shows it. */
function shownIn({ record: { recipe, picture }, image, texts }: Open): DrawnInput {
  if (recipe.kind === "image" && image !== undefined) return { ...image, ...(texts && { question: texts }) }
  if (recipe.kind === "text" && texts !== undefined)
    return { kind: "data", prepared: { axes: [], content: { kind: "text", text: texts } } }
  throw new PamiError(
    "FIGURE_UNAVAILABLE",
    `a figure shows the ${recipe.kind} ${picture}, which is not inside`,
  )
}

function textsInside(explanation: Explanation, { recipe, question }: RecipeRecord): Open["texts"] {
  if (question !== undefined) return savedQuestion(explanation, question.text)
  return recipe.kind === "text" && recipe.texts !== null
    ? savedTexts(explanation, recipe, recipe.texts)
    : undefined
}

function factsOf({ explanation, record, texts }: Open, name: string): SavedFacts {
  const { grids, scale, passes, complete, findings, targets, prediction } = explanation
  const { recipe, model, backend, picture } = record
  const [{ target, versus }] = explainedContrasts(recipe, explanation)
  const [{ shape, labels }] = grids
  const isMissing = recipe.kind === "image" || (recipe.kind === "text" && texts === undefined)
  return {
    name,
    model,
    backend,
    input: picture,
    prediction: strongest(prediction, Infinity),
    swept: strongest(targets, Infinity),
    choice: { target, versus: versus ?? null },
    scale,
    passes,
    complete,
    findings,
    recipe,
    shape:
      recipe.kind === "image" || grids.length === 1
        ? shape
        : [grids.reduce((sum, one) => sum + sizeOf(one), 0)],
    labels: grids.length === 1 ? (labels ?? null) : null,
    missing: isMissing ? (recipe.kind as "image" | "text") : null,
  }
}

function labelsIn({ prediction }: Explanation): readonly string[] | undefined {
  const hasLabels = prediction.some(({ label }) => label !== undefined)
  return hasLabels ? prediction.map(({ label = "" }) => label) : undefined
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) || path
}

function sizeOf({ shape }: Explanation["grids"][number]): number {
  return shape.reduce((product, side) => product * side, 1)
}
