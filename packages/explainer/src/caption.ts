import { formatScore, nameTarget } from "@pami/core"
import type { Explanation, Scale, TargetId } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import type { ColorMapName, DrawFigureOptions, FigureTarget } from "@pami/figure"
import { shortLabel } from "@pami/image"
import type { Labels } from "@pami/image"
import { describeMethod } from "@pami/methods"
import type { Recipe } from "@pami/recipe"
import type { Contrast } from "./contrast.ts"
import { strongest } from "./strongest.ts"

/** Options of {@link captionFigure}. */
export interface CaptionOptions {
  readonly explanation: Pick<Explanation, "scale" | "prediction" | "passes" | "complete">
  readonly recipe: Recipe
  /** The targets that the figure explains, a row each. */
  readonly contrasts: readonly Contrast[]
  /** Their maps, as `readMap` of `@pami/recipe` reads them. */
  readonly maps: readonly Float32Array[]
  readonly labels: Labels | undefined
  /** Names of the objects that the caller gave where a recipe has names. Default: none. */
  readonly objects?: OwnObjects | undefined
  /** Name of the image. */
  readonly image: string
  /** Name of the model. */
  readonly model: string
  /** Default: viridis, blue-red for a contrast. */
  readonly colors?: ColorMapName | undefined
  /** Opacity of the overlay, 0 to 1. Default: that of `drawFigure`. */
  readonly opacity?: number | undefined
}

/** Names of a caller's objects. */
export interface OwnObjects {
  readonly method?: string | undefined
  readonly partitioner?: string | undefined
  readonly mask?: string | undefined
}

/** The words and maps of a figure. */
export type CaptionedFigure = Omit<DrawFigureOptions, "image" | "geometry">

// A row takes about a second to draw.
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
    image,
    model,
    colors,
    opacity,
  } = options
  const { scale, prediction } = explanation
  const ownLabels = new Map(
    prediction.flatMap(({ id, label }) => (typeof id === "string" && label ? [[id, label]] : [])),
  )
  const labelOf = (id: TargetId) => (typeof id === "number" ? labels?.[id] : undefined)
  const name = (id: TargetId) => ownLabels.get(id as string) ?? nameTargetFully(id, labelOf(id), scale)
  const [first] = contrasts
  const against = first.versus === undefined ? "" : ` rather than ${firstSynonym(name(first.versus))}`
  return {
    scoreScale: scale,
    title: `Why ${titleOf(name(first.target), labelOf(first.target), explanation)}${against}?`,
    subtitle: `${image}  ·  ${model}`,
    predictions: strongest(prediction).map(({ id, score }) => ({
      label: name(id),
      score,
      explained: contrasts.some(({ target, versus }) => target === id || versus === id),
    })),
    targets: contrasts.slice(0, mostRows).map(({ target, versus }, index): FigureTarget => {
      const unit = unitOf(name(target), versus === undefined ? undefined : name(versus), scale, recipe)
      return {
        label: name(target),
        score: prediction.find(({ id }) => id === target)!.score,
        map: maps[index],
        ...(unit === undefined ? {} : { unit }),
        ...(versus === undefined ? {} : { versus: name(versus) }),
        ...colorsOf(maps[index], recipe, colors),
      }
    }),
    ...(opacity === undefined ? {} : { opacity }),
    footer: [
      footerOf(recipe, explanation, objects, first.versus !== undefined),
      ...(contrasts.length > mostRows
        ? [`The first ${mostRows} of ${contrasts.length} explained classes.`]
        : []),
    ],
  }
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
  { method }: Recipe,
  colors: ColorMapName | undefined,
): { readonly colorMap?: ColorMapName } {
  if (colors !== undefined) return { colorMap: colors }
  return method !== "pami" && map.some((value) => value < 0) ? { colorMap: "blue-red" } : {}
}

/** Returns the text of the colour bar, if the colours are not the score itself. */
function unitOf(
  label: string,
  versus: string | undefined,
  { unit }: Scale,
  { method, readOut: { score }, stages, combine }: Recipe,
): string | undefined {
  if (stages === 2 && combine === "product") return "product of both stages, 0 to 1"
  const one = firstSynonym(label)
  const both = versus === undefined ? one : `${one} − ${firstSynonym(versus)}`
  if (method !== "pami") return `${describeMethod(method).short} ${both}`
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

function footerOf(
  recipe: Recipe,
  { passes, complete }: CaptionOptions["explanation"],
  objects: OwnObjects,
  isContrast: boolean,
): string {
  const { strategy, stages, combine, mode, preprocessing, readOut, labelMaps } = recipe
  const { method, partitioner, mask = recipe.mask } = objects
  const spent = `${grouped(passes)} forward passes${complete ? "" : " (stopped early)"}`
  const how = `${mask}${mode === "authors" ? ", as the authors' code" : ""}`
  const prepared = `Preprocessing: ${preprocessing.name}.`
  if (method !== undefined) return `${method}, ${spent}: masked units come from ${how}. ${prepared}`
  if (recipe.method !== "pami") {
    const { title, pass, value } = describeMethod(recipe.method)
    return `${title}, ${spent}: each ${pass} and masks the rest (${how}); the value of a pixel is ${value}. ${prepared}`
  }
  const parts = partitioner ?? (labelMaps.length > 0 ? "label maps" : strategyNames[strategy])
  const value = isContrast ? "difference of the two scores" : scoreNames[readOut.score]
  const weighted = readOut.weight === "equal" ? "" : `, weighted by ${readOut.weight.replace("-", " ")}`
  const read =
    stages === 2 && combine === "product"
      ? "the value of a pixel is the product of both stages' maps, each from 0 to 1"
      : `the value of a pixel is the mean ${value} of the parts that show it${weighted}`
  return (
    `PAMI, ${parts}${stages === 2 ? " in two stages" : ""}, ${spent}: ` +
    `each shows the model one part and masks the rest (${how}); ${read}. ${prepared}`
  )
}
