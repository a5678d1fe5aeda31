import { formatScore, nameTarget } from "@pami/core"
import type { Explanation, Scale, TargetId } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import { divergingColorMapNames } from "@pami/figure"
import type { ColorMapName, DrawFigureOptions, FigureTarget } from "@pami/figure"
import { shortLabel } from "@pami/image"
import type { Labels } from "@pami/image"
import { describeMethod } from "@pami/methods"
import { definedFields } from "@pami/recipe"
import type { Recipe } from "@pami/recipe"
import type { Contrast } from "./contrast.ts"
import { strongest } from "./strongest.ts"
import { isWithinTexts, riseWithinTexts } from "./within-texts.ts"

/** Options of {@link captionFigure}. */
export interface CaptionOptions {
  readonly explanation: Pick<Explanation, "scale" | "prediction" | "targets" | "passes" | "complete"> &
    Partial<Pick<Explanation, "grids" | "partitions">>
  readonly recipe: Recipe
  /** The targets that the figure explains, a row each. */
  readonly contrasts: readonly Contrast[]
  /** Their maps, as `readMap` of `@pami/recipe` reads them. */
  readonly maps: readonly Float32Array[]
  readonly labels: Labels | undefined
  /** Names that take the place of those in the recipe. Default: none. */
  readonly objects?: OwnObjects | undefined
  /** Name of the input. */
  readonly input: string
  /** Name of the model. */
  readonly model: string
  /** Default: viridis, blue-red for a contrast. */
  readonly colors?: ColorMapName | undefined
  /** Opacity of the overlay, 0 to 1. Default: that of `drawFigure`. */
  readonly opacity?: number | undefined
  /** Maximum number of rows. Default 20: a row takes about a second to draw. */
  readonly mostTargets?: number | undefined
}

/** Names of a caller's objects, and of what was decided where a recipe leaves it open. */
export interface OwnObjects {
  readonly method?: string | undefined
  readonly partitioner?: string | undefined
  readonly mask?: string | undefined
}

/** Returns the partitioner and the masking operator of an input that is not an image, as its explanation records them. */
export function decidedNames({
  provenance: { partitioner, input },
}: Pick<Explanation, "provenance">): OwnObjects {
  const { mask, masking, background } = input.settings as {
    readonly mask?: unknown
    readonly masking?: { readonly name?: unknown } | null
    readonly background?: unknown
  }
  // The record of a saved explanation may be a stranger's.
  const named = [mask, masking?.name, background && `${background} of the background`]
  return { partitioner: partitioner.name, mask: named.find((name) => typeof name === "string") }
}

/** The words and maps of a figure. */
export type CaptionedFigure = Omit<DrawFigureOptions, "image" | "geometry">

const mostRows = 20

/** Returns the content of the figure that explains these targets: its title, its rows, and a footer that tells the method. */
export function captionFigure(options: CaptionOptions): CaptionedFigure {
  const {
    explanation,
    recipe,
    contrasts,
    maps,
    labels,
    objects = {},
    input,
    model,
    colors,
    opacity,
    mostTargets = mostRows,
  } = options
  const { scale, prediction, targets } = explanation
  const infos = new Map([...prediction, ...targets].map((target) => [target.id, target]))
  const labelOf = (id: TargetId) =>
    infos.get(id)?.label ?? (typeof id === "number" ? labels?.[id] : undefined)
  const name = (id: TargetId) => nameTargetFully(id, labelOf(id), scale)
  const [first] = contrasts
  const looks = maps.map((map) => colorsOf(map, recipe, colors))
  // Around zero, values of several texts can be compared as they are.
  const rises = contrasts.map(
    ({ versus }, index) =>
      versus === undefined && !isDiverging(looks[index].colorMap) && isWithinTexts(recipe, explanation),
  )
  const isContrast = first.versus !== undefined
  const against = isContrast ? ` rather than ${firstSynonym(name(first.versus!))}` : ""
  return {
    scoreScale: scale,
    title: `Why ${titleOf(name(first.target), labelOf(first.target), explanation)}${against}?`,
    subtitle: `${input}  ·  ${model}`,
    predictions: strongest(prediction).map(({ id, score }) => ({
      label: name(id),
      score,
      explained: contrasts.some(({ target, versus }) => target === id || versus === id),
    })),
    targets: contrasts.slice(0, mostTargets).map(({ target, versus }, index): FigureTarget => {
      const unit = unitOf(name(target), versus === undefined ? undefined : name(versus), scale, recipe)
      const map = maps[index]
      return {
        label: name(target),
        score: infos.get(target)!.score,
        map: rises[index] ? riseWithinTexts(map, explanation) : map,
        ...definedFields({
          box: infos.get(target)!.box,
          unit: rises[index]
            ? `${unit ?? `${scale.unit} of ${firstSynonym(name(target))}`}, above the lowest of each text`
            : unit,
          versus: versus === undefined ? undefined : name(versus),
        }),
        ...looks[index],
      }
    }),
    ...(opacity === undefined ? {} : { opacity }),
    footer: [
      footerOf(recipe, explanation, objects, { isContrast, isRaised: rises.includes(true) }),
      ...(contrasts.length > mostTargets
        ? [`The first ${mostTargets} of ${contrasts.length} explained classes.`]
        : []),
    ],
  }
}

function isDiverging(colorMap: ColorMapName | undefined): boolean {
  return colorMap !== undefined && divergingColorMapNames.includes(colorMap)
}

/** Returns the name of a target for people: its label, in short, else its number. */
export function nameTargetFully(id: TargetId, label: string | null | undefined, scale: Scale): string {
  return label ? shortLabel(label) : nameTarget({ id }, scale)
}

/** Returns the subject of the title: a class, or the value of a number without a name. */
function titleOf(
  name: string,
  label: string | undefined,
  { scale, prediction }: CaptionOptions["explanation"],
): string {
  return scale.unit === "value" && !label && prediction.length === 1
    ? `a value of ${formatScore(prediction[0].score, scale)}`
    : firstSynonym(name)
}

/** Returns the first synonym of `tabby, tabby cat`. */
function firstSynonym(label: string): string {
  return label.split(",", 1)[0]
}

/** Returns the colour map that was asked for; by default, a diverging one for a method whose map has negative values. */
function colorsOf(
  map: Float32Array,
  { method, readOut }: Recipe,
  colors: ColorMapName | undefined,
): { readonly colorMap?: ColorMapName } {
  if (colors !== undefined) return { colorMap: colors }
  const isSigned = method !== "pami" || readOut.score === "difference"
  return isSigned && map.some((value) => value < 0) ? { colorMap: "blue-red" } : {}
}

/** Returns the text of the colour bar, if the colours are not the score itself. */
function unitOf(
  label: string,
  versus: string | undefined,
  { unit }: Scale,
  recipe: Recipe,
): string | undefined {
  const {
    method,
    readOut: { score },
  } = recipe
  if (isProduct(recipe)) return "product of both stages, 0 to 1"
  const one = firstSynonym(label)
  const both = versus === undefined ? one : `${one} − ${firstSynonym(versus)}`
  if (method !== "pami") return `${describeMethod(method).short} ${both}`
  if (recipe.kind === "table" && recipe.reading === "effect") return `effect on the ${unit} of ${both}`
  if (score === "log") return `logarithm of the probability of ${both}`
  if (score === "log-odds") return `log-odds of ${both}`
  if (score === "difference" && versus === undefined) return `${unit} of ${one} above the masked image's`
  return undefined
}

const strategyNames = {
  "pre-segmentation": "superpixels",
  "sliding-window": "sliding window",
  grid: "grid",
} as const

const scoreNames = {
  score: "score",
  difference: "score above the baseline's",
  log: "logarithm of the score",
  "log-odds": "log-odds",
} as const

/** Returns whether the map is the product of those of two stages. */
function isProduct(recipe: Recipe): boolean {
  return recipe.kind === "image" && recipe.stages === 2 && recipe.combine === "product"
}

function footerOf(
  recipe: Recipe,
  { passes, complete }: CaptionOptions["explanation"],
  objects: OwnObjects,
  { isContrast, isRaised }: { readonly isContrast: boolean; readonly isRaised: boolean },
): string {
  const spent = `${grouped(passes)} forward passes${complete ? "" : " (stopped early)"}`
  const masked = maskWords(recipe, objects)
  const prepared = recipe.kind === "image" ? ` Preprocessing: ${recipe.preprocessing.name}.` : ""
  const unit = recipe.kind === "image" ? "pixel" : "unit"
  if (objects.method !== undefined)
    return `${objects.method}, ${spent}: masked units come from ${masked}.${prepared}`
  if (recipe.method !== "pami") {
    const { title, pass, value } = describeMethod(recipe.method)
    return `${title}, ${spent}: each ${pass} and masks the rest (${masked}); the value of a ${unit} is ${value}.${prepared}`
  }
  const { score, weight } = recipe.readOut
  const value = isContrast ? "difference of the two scores" : scoreNames[score]
  const weighted = weight === "equal" ? "" : `, weighted by ${weight.replace("-", " ")}`
  const isEffect = recipe.kind === "table" && recipe.reading === "effect"
  const read = isEffect
    ? "the value of a column is the mean score of the parts that show it minus that of the others"
    : isProduct(recipe)
      ? `the value of a ${unit} is the product of both stages' maps, each from 0 to 1`
      : `the value of a ${unit} is the mean ${value} of the parts that show it${weighted}${isRaised ? ", above the lowest of its text" : ""}`
  return (
    `PAMI, ${partWords(recipe, objects)}, ${spent}: ` +
    `each shows the model one part and masks the rest (${masked}); ${read}.${prepared}`
  )
}

function maskWords(recipe: Recipe, { mask }: OwnObjects): string {
  if (recipe.kind === "table") return mask ?? `${recipe.background} of the background`
  const isAuthors = recipe.kind === "image" && recipe.mode === "authors"
  return `${mask ?? recipe.mask}${isAuthors ? ", as the authors' code" : ""}`
}

function partWords(recipe: Recipe, { partitioner }: OwnObjects): string {
  if (recipe.kind !== "image") return partitioner ?? "parts"
  const parts = partitioner ?? (recipe.labelMaps.length > 0 ? "label maps" : strategyNames[recipe.strategy])
  return recipe.stages === 2 ? `${parts} in two stages` : parts
}
