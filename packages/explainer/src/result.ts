import { manifest, passesOfStages, PamiError } from "@pami/core"
import type {
  Explanation,
  Finding,
  Manifest,
  Progress,
  Read,
  Settings,
  TargetId,
  TargetInfo,
} from "@pami/core"
import { textHtml, textTerminal } from "@pami/figure"
import type { ColorMapName, TerminalColors } from "@pami/figure"
import { answerMaps } from "@pami/generation"
import type { AnswerMap } from "@pami/generation"
import { findLabel } from "@pami/image"
import type { Geometry, Labels } from "@pami/image"
import { isClassification, readMap, readSelection, saveExplanation } from "@pami/recipe"
import type { Recipe, RecipeRecord, UnitAxis } from "@pami/recipe"
import { encodeWav, keepImportant } from "@pami/series"
import { featureImportance } from "@pami/table"
import type { ShownTexts } from "@pami/text"
import { platform } from "#platform"
import { captionFigure, type CaptionedFigure, type OwnObjects } from "./caption.ts"
import { drawExplanation, onQuestion } from "./draw-explanation.ts"
import { explainedContrasts, explaining, selectionOf, targetsOf } from "./contrast.ts"
import type { Contrast } from "./contrast.ts"
import type { FigureFormat } from "./platform/platform.ts"
import type { DrawnInput, ShownData, ShownImage } from "./shown.ts"
import { strongest } from "./strongest.ts"
import { drawnTexts, explainedTexts } from "./text-result.ts"
import type { ExplainedText } from "./text-result.ts"

/** A class: its number or its label. */
export type ClassName = number | string

/** A map to read: of a class, or of the contrast of two. */
export type MapChoice = ClassName | { readonly target: ClassName; readonly versus: ClassName }

/** Options of {@link Result.figure}. */
export interface FigureOptions {
  /** The classes to show, a row each. Default: those that the recipe explains. */
  readonly targets?: readonly MapChoice[]
  /** Default `png`. */
  readonly format?: FigureFormat
  /** Default: viridis, blue-red for a contrast. */
  readonly colors?: ColorMapName
  /** Opacity of the overlay where the map is highest, 0 to 1. Default: 0.65. */
  readonly opacity?: number
}

/** The explanation of one prediction. Its functions need no `this`, so that they can be taken apart. */
export interface Result {
  /** All classes with their scores for the input itself, highest first. */
  readonly prediction: readonly TargetInfo[]
  /**
   * Returns the importance of each unit, row-major: for an image `[height, width]` of the model's input; see
   * {@link Result.axes}. Costs no pass.
   *
   * @param target default: the first that the recipe explains, contrasted as it says
   * @throws PamiError `LABEL_NOT_FOUND`; RangeError for a class that was not swept, and for a contrast of a class with
   *   itself
   */
  map(target?: MapChoice): Float32Array
  /**
   * Draws the input, the prediction, and for each target its map: over an image, a waveform or slices, or as bars.
   *
   * @returns the bytes of a PNG or SVG file
   * @throws PamiError `FIGURE_UNAVAILABLE` for an input of the caller's; RangeError for no targets and for an unknown
   *   format
   */
  figure(options?: FigureOptions): Promise<Uint8Array>
  /**
   * Returns the record that lets anyone compute the maps again: see `pami verify`.
   *
   * @param options `target`: of a classification, the class or the contrast of the record; default: those that the recipe
   *   explains
   */
  manifest(options?: { readonly target?: MapChoice }): Manifest
  /** Returns the explanation as the bytes of a `.npz` file: see `loadExplanation` and `pami read`. */
  save(): Uint8Array
  /** Guesses and doubts, to read before trusting the map. */
  readonly findings: readonly Finding[]
  /** The recipe in force, with everything decided. */
  readonly recipe: Recipe
  /** Where the units of a map lie, one for each axis of the grid; empty for an input of the caller's. */
  readonly axes: readonly UnitAxis[]
  /** Size of the input in words: `512 x 512 pixels`, `11 words`. Absent for an input of the caller's. */
  readonly size?: string
  /** Number of rows of the table. Absent for other inputs. */
  readonly rows?: number
  /** Returns the importance of the columns of a table, one-hot columns of a group together. Absent for other inputs. */
  features?(map: Float32Array): readonly FeatureImportance[]
  /**
   * Returns the most important part of a sound as the bytes of a WAV file, the rest silent, to be heard. Absent for other
   * inputs.
   *
   * @param options `target`: as for `map`; `share` of the time, above 0 and at most 1, default a fifth
   * @throws RangeError for a share out of range
   */
  evidence?(options?: { readonly target?: MapChoice; readonly share?: number }): Uint8Array
  /**
   * Returns the texts in pieces, with the place and the importance of each: the pieces of a text make up the text. Absent for
   * other inputs.
   */
  texts?(map: Float32Array): readonly ExplainedText[]
  /** Returns coloured texts as a page without scripts that needs no other file. Absent for other inputs. */
  html?(options?: Pick<FigureOptions, "targets" | "colors">): string
  /** Returns coloured texts for a terminal, by default without colours: brackets mark strong words. Absent for other inputs. */
  terminal?(options?: Pick<FigureOptions, "targets"> & { readonly colors?: TerminalColors }): string
  /** Returns a map for each word of the answer of a model that writes. Absent for other models. */
  words?(): readonly AnswerMap[]
  /** The input as a figure shows it: its values, and where they lie. Absent for an input of the caller's. */
  readonly shown?: DrawnInput
  readonly explanation: Explanation
  /** The answer and the question that decided the maps beside the recipe, as the manifest records them. */
  readonly written: Pick<RecipeRecord, "writing" | "question">
}

/** The progress of an explanation. */
export interface ResultProgress extends Progress {
  /** Returns the result so far: valid, but coarser. Costs nothing until a map is read from it, which takes a pass. */
  result(): Result
}

/** The importance of a column, or of a group of one-hot columns. */
export interface FeatureImportance {
  readonly name: string
  /** Value in the row that is explained; `null` if it is missing. */
  readonly value: string | number | null
  /** Mean of the map over its columns. */
  readonly importance: number
}

/** The parts of a {@link Result}. */
export interface ResultParts {
  readonly explanation: Explanation
  readonly recipe: Recipe
  readonly labels: Labels | undefined
  readonly findings: readonly Finding[]
  /** The input that a figure shows. Undefined for an input of the caller's. */
  readonly shown: ShownImage | ShownData | undefined
  /** Names of the input and of the model, for people and for the manifest. */
  readonly names: { readonly input: string; readonly model: string }
  /** Reads the map of a target. Default: as the recipe says. */
  readonly read?: Read | undefined
  /** Names of what decided the maps where the recipe does not say it, for the figure. */
  readonly objects: OwnObjects
  /** Whether the recipe says all that decided the map, so that the manifest can be replayed. */
  readonly isReplayable: boolean
  /** The answer and the question that decided it, too. */
  readonly written: Pick<RecipeRecord, "writing" | "question">
}

/** Returns what a sweep calls with its progress, for a caller who receives results. */
export function tellResults(
  tell: ((progress: ResultProgress) => void) | undefined,
  resultFor: (explanation: Explanation) => Result,
): ((progress: Progress) => void) | undefined {
  if (tell === undefined) return undefined
  return (progress) => tell({ ...progress, result: () => resultFor(progress.snapshot()) })
}

/** Returns the result of an explanation. */
export function resultOf(parts: ResultParts): Result {
  const { explanation, recipe, labels, shown, names } = parts
  const idOf = (name: ClassName) => (typeof name === "number" ? name : findTarget(name, explanation, labels))
  const contrastOf = (choice: MapChoice): Contrast => {
    if (typeof choice !== "object") return { target: idOf(choice) }
    const contrast = { target: idOf(choice.target), versus: idOf(choice.versus) }
    if (contrast.target === contrast.versus)
      throw new RangeError("a contrast takes two classes: target and versus are the same")
    return contrast
  }
  const explained = explainedContrasts(recipe, explanation)
  const readOne = parts.read ?? ((computed, target) => readMap(recipe, computed, target))
  const read = (contrast: Contrast) => {
    const selection = selectionOf(contrast)
    return parts.read === undefined
      ? readMap(recipe, explanation, selection)
      : readSelection(parts.read, explanation, selection)
  }
  const figureOptions = ({ targets, colors, opacity }: FigureOptions) => {
    if (targets?.length === 0) throw new RangeError("targets must not be empty")
    const contrasts = targets?.map(contrastOf) ?? explained
    return {
      explanation,
      recipe,
      contrasts,
      maps: contrasts.map(read),
      labels,
      objects: parts.objects,
      input: fileName(names.input),
      model: fileName(names.model),
      colors,
      opacity,
    }
  }
  const extraOf = (recorded: Recipe): Settings =>
    parts.isReplayable
      ? {
          backend: explanation.provenance.backend,
          model: names.model,
          picture: names.input,
          recipe: recorded,
          stages: passesOfStages(explanation),
          ...parts.written,
        }
      : {}
  return {
    prediction: strongest(explanation.prediction, Infinity),
    map: (choice) => read(choice === undefined ? explained[0] : contrastOf(choice)),
    async figure({ format = "png", ...options } = {}) {
      if (shown === undefined)
        throw new PamiError(
          "FIGURE_UNAVAILABLE",
          "the input is the caller's own: draw its map with @pami/figure",
        )
      const asked = figureOptions(options)
      if (format !== "png" && format !== "svg")
        throw new RangeError(`format: "png" or "svg", got ${JSON.stringify(format)}`)
      return (await platform.render(drawExplanation(shown, asked), format)).bytes
    },
    manifest({ target: choice } = {}) {
      const contrasts =
        choice === undefined || !isClassification(recipe.task) ? explained : [contrastOf(choice)]
      const extra = extraOf(choice === undefined ? recipe : explaining(recipe, contrasts[0]))
      return manifest(explanation, { targets: targetsOf(contrasts), read: readOne, extra })
    },
    save: () => saveExplanation(explanation, extraOf(recipe)),
    findings: parts.findings,
    recipe,
    axes: shown === undefined ? [] : shown.kind === "image" ? imageAxes(shown.geometry) : shown.prepared.axes,
    ...(shown?.kind === "data"
      ? {
          ...aboutData(shown.prepared, (choice) =>
            read(choice === undefined ? explained[0] : contrastOf(choice)),
          ),
          ...aboutTexts(shown.prepared, (options) => captionFigure(figureOptions(options))),
        }
      : {}),
    ...(shown?.kind === "image" && {
      size: `${shown.picture.width} x ${shown.picture.height} pixels`,
      ...(shown.question && aboutQuestion(shown.question, explanation)),
    }),
    ...(recipe.task?.name === "generation" ? { words: () => answerMaps(explanation) } : {}),
    ...(shown === undefined ? {} : { shown }),
    explanation,
    written: parts.written,
  }
}

function aboutData(
  { size, content }: ShownData["prepared"],
  mapOf: (choice: MapChoice | undefined) => Float32Array,
): Pick<Result, "size" | "rows" | "features" | "evidence"> {
  if (content.kind === "series" && content.series.kind === "sound" && content.spectrogram === undefined) {
    const { series, hop } = content
    return {
      size,
      evidence: ({ target, share = 0.2 } = {}) =>
        encodeWav(keepImportant(series, mapOf(target), share, { hop })),
    }
  }
  if (content.kind !== "table") return { size }
  const { features } = content.table
  return {
    size,
    rows: content.rows,
    features: (map) => {
      const importance = featureImportance(features, map)
      return features.map(({ name, value }, index) => ({ name, value, importance: importance[index] }))
    },
  }
}

/** Returns the function of the result for the question of an image. */
function aboutQuestion(question: ShownTexts, explanation: Explanation): Pick<Result, "texts"> {
  return { texts: (map) => explainedTexts(question, onQuestion(map, explanation)) }
}

/** Returns the functions of the result for texts. */
function aboutTexts(
  { content }: ShownData["prepared"],
  caption: (options: FigureOptions) => CaptionedFigure,
): Pick<Result, "texts" | "html" | "terminal"> {
  if (content.kind !== "text") return {}
  const { text } = content
  const texts = drawnTexts(text)
  return {
    texts: (map) => explainedTexts(text, map),
    html: (options = {}) => textHtml({ ...caption(options), texts }),
    terminal: ({ targets, colors = "none" } = {}) =>
      textTerminal({ ...caption(targets === undefined ? {} : { targets }), texts }, { colors }),
  }
}

/** Returns where the rows and columns of the model's grid lie in an image, in its pixels. */
export function imageAxes({ grid: { width, height }, covers }: Geometry): readonly UnitAxis[] {
  const axis = (name: string, start: number, step: number) => ({
    name,
    unit: "px",
    start: start + step / 2,
    step,
  })
  return [axis("row", covers.y, covers.height / height), axis("column", covers.x, covers.width / width)]
}

/** Returns the target with a label: the own labels count before those of the classes. */
function findTarget(name: string, { targets }: Explanation, labels: Labels | undefined): TargetId {
  const own = targets.find(({ id, label }) => id === name || label === name)
  if (own !== undefined) return own.id
  if (labels === undefined)
    throw new PamiError("LABEL_NOT_FOUND", `"${name}" is not a target, and no labels are known`)
  return findLabel(labels, name)
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) || path
}
