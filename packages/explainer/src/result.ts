import { manifest, passesOfStages, PamiError } from "@pami/core"
import type { Explanation, Finding, Manifest, Read, Settings, TargetId, TargetInfo } from "@pami/core"
import type { ColorMapName } from "@pami/figure"
import { findLabel } from "@pami/image"
import type { Geometry, Labels, Picture } from "@pami/image"
import { readMap, readSelection, saveExplanation } from "@pami/recipe"
import type { Recipe } from "@pami/recipe"
import { platform } from "#platform"
import { captionFigure, type OwnObjects } from "./caption.ts"
import { explainedContrasts, selectionOf, targetsOf } from "./contrast.ts"
import type { Contrast } from "./contrast.ts"
import type { FigureFormat } from "./platform/platform.ts"
import { strongest } from "./strongest.ts"

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
   * Returns the importance of each unit, row-major: for an image `[height, width]` of the model's input. Costs no pass.
   *
   * @param target default: the first that the recipe explains, contrasted as it says
   * @throws PamiError `LABEL_NOT_FOUND`; RangeError for a class that was not swept, and for a contrast of a class with
   *   itself
   */
  map(target?: MapChoice): Float32Array
  /**
   * Draws the image, the prediction, and for each target its overlay and its map.
   *
   * @returns the bytes of a PNG or SVG file
   * @throws PamiError `FIGURE_UNAVAILABLE` for an input that is not an image; RangeError for no targets and for an unknown
   *   format
   */
  figure(options?: FigureOptions): Promise<Uint8Array>
  /** Returns the record that lets anyone compute the maps again: see `pami verify`. */
  manifest(): Manifest
  /** Returns the explanation as the bytes of a `.npz` file: see `loadExplanation` and `pami read`. */
  save(): Uint8Array
  /** Guesses and doubts, to read before trusting the map. */
  readonly findings: readonly Finding[]
  /** The recipe in force, with everything decided. */
  readonly recipe: Recipe
  readonly explanation: Explanation
}

/** The parts of a {@link Result}. */
export interface ResultParts {
  readonly explanation: Explanation
  readonly recipe: Recipe
  readonly labels: Labels | undefined
  readonly findings: readonly Finding[]
  /** The image and how it lies on the model's grid. Undefined for another input. */
  readonly image: { readonly picture: Picture; readonly geometry: Geometry } | undefined
  /** Names of the image and of the model, for people and for the manifest. */
  readonly names: { readonly image: string; readonly model: string }
  /** Reads the map of a target. Default: as the recipe says. */
  readonly read?: Read | undefined
  /** Names of the caller's objects, for the figure. */
  readonly objects: OwnObjects
  /** Whether the recipe says all that decided the map, so that the manifest can be replayed. */
  readonly isReplayable: boolean
}

/** Returns the result of an explanation. */
export function resultOf(parts: ResultParts): Result {
  const { explanation, recipe, labels, image, names } = parts
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
  const extra: Settings = parts.isReplayable
    ? {
        backend: explanation.provenance.backend,
        model: names.model,
        picture: names.image,
        recipe,
        stages: passesOfStages(explanation),
      }
    : {}
  return {
    prediction: strongest(explanation.prediction, Infinity),
    map: (choice) => read(choice === undefined ? explained[0] : contrastOf(choice)),
    async figure({ targets, format = "png", colors, opacity } = {}) {
      if (image === undefined)
        throw new PamiError("FIGURE_UNAVAILABLE", "the input is not an image: draw its map yourself")
      if (targets?.length === 0) throw new RangeError("targets must not be empty")
      if (format !== "png" && format !== "svg")
        throw new RangeError(`format: "png" or "svg", got ${JSON.stringify(format)}`)
      const contrasts = targets?.map(contrastOf) ?? explained
      const caption = captionFigure({
        explanation,
        recipe,
        contrasts,
        maps: contrasts.map(read),
        labels,
        objects: parts.objects,
        image: fileName(names.image),
        model: fileName(names.model),
        colors,
        opacity,
      })
      const { bytes } = await platform.drawFigure(
        { ...caption, image: image.picture, geometry: image.geometry },
        format,
      )
      return bytes
    },
    manifest: () => manifest(explanation, { targets: targetsOf(explained), read: readOne, extra }),
    save: () => saveExplanation(explanation, extra),
    findings: parts.findings,
    recipe,
    explanation,
  }
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
