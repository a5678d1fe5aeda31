import { basename } from "node:path"
import { formatScore } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import type { Explanation, Scale, Selection, TargetId } from "@pami/core"
import type { ColorMapName } from "@pami/figure"
import { renderFigure } from "@pami/figure/node"
import type { RenderedFigure } from "@pami/figure/node"
import type { Geometry, Labels, Picture } from "@pami/image"
import type { Recipe } from "@pami/recipe"
import { nameOf, topOf } from "./result.ts"

/** How the figure looks. */
export interface Look {
  /** Default: viridis, blue-red for a contrast. */
  readonly colors: ColorMapName | undefined
  /** 0 to 1. */
  readonly opacity: number | undefined
}

/** What the figure shows. */
export interface FigureOptions {
  /** File of the picture. */
  readonly input: string
  readonly picture: Picture
  readonly geometry: Geometry
  readonly explanation: Explanation
  readonly selections: readonly Selection[]
  /** One for each selection. */
  readonly maps: readonly Float32Array[]
  readonly labels: Labels | undefined
  /** What the model is called. */
  readonly model: string
  readonly recipe: Recipe
  readonly look: Look
}

/** The figure as a PNG file, with findings about it: the input, and for each target the overlay and the map with its scale. */
export async function figure(options: FigureOptions): Promise<RenderedFigure> {
  const { input, picture, geometry, explanation, selections, maps, labels, model, recipe, look } = options
  const { scale } = explanation
  const name = (target: TargetId) => nameOf(target as number, labels?.[target as number], scale)
  const scoreOf = (target: TargetId) => explanation.prediction.find(({ id }) => id === target)!.score
  const chosen = selections.map((selection): { target: TargetId; versus?: TargetId } =>
    typeof selection === "object" ? selection : { target: selection },
  )
  const [first] = chosen
  const against = first.versus === undefined ? "" : ` rather than ${shortName(name(first.versus))}`
  return await renderFigure({
    image: picture,
    geometry,
    scoreScale: scale,
    title: `Why ${titleOf(first.target, explanation, labels)}${against}?`,
    subtitle: `${basename(input)}  ·  ${model}`,
    predictions: topOf(explanation, labels).map((score) => ({
      label: name(score.class),
      score: score.score,
      explained: explanation.targets.some(({ id }) => id === score.class),
    })),
    targets: chosen.slice(0, mostRows).map(({ target, versus }, index) => ({
      label: name(target),
      score: scoreOf(target),
      map: maps[index],
      ...captionOf(name(target), versus === undefined ? undefined : name(versus), scale, recipe),
      ...(versus === undefined ? {} : { versus: name(versus) }),
      ...(look.colors === undefined ? {} : { colorMap: look.colors }),
    })),
    ...(look.opacity === undefined ? {} : { opacity: look.opacity }),
    footer: [
      footer(explanation.passes, explanation.complete, recipe, first.versus !== undefined),
      ...(chosen.length > mostRows ? [`The first ${mostRows} of ${chosen.length} explained classes.`] : []),
    ],
  })
}

// A row takes about a second to draw. The map's file has the numbers of all classes.
const mostRows = 20

/** What is asked why it is so: a class, or the value that a number without a name has. */
function titleOf(id: TargetId, { scale, prediction }: Explanation, labels: Labels | undefined): string {
  const target = id as number
  return scale.unit === "value" && !labels?.[target] && prediction.length === 1
    ? `a value of ${formatScore(prediction[0].score, scale)}`
    : shortName(nameOf(target, labels?.[target], scale))
}

/** Of `tabby, tabby cat` the first. */
function shortName(label: string): string {
  return label.split(",", 1)[0]
}

/** What the colours are, where they are not the score itself. */
function captionOf(
  label: string,
  versus: string | undefined,
  { unit }: Scale,
  { readOut: { score }, stages, combine }: Recipe,
): { unit?: string } {
  if (stages === 2 && combine === "product") return { unit: "product of both stages, 0 to 1" }
  const [one, other] = [label, versus].map((name) => name && shortName(name))
  const both = other === undefined ? one : `${one} − ${other}`
  if (score === "log") return { unit: `logarithm of the probability of ${both}` }
  if (score === "log-odds") return { unit: `log-odds of ${both}` }
  if (score === "difference" && versus === undefined)
    return { unit: `${unit} of ${one} above the masked picture's` }
  return {}
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

function footer(passes: number, complete: boolean, recipe: Recipe, contrast: boolean): string {
  const { strategy, stages, combine, mode, mask, preprocessing, readOut, labelMaps } = recipe
  const parts = labelMaps.length > 0 ? "label maps" : strategyNames[strategy]
  const value = contrast ? "difference of the two scores" : scoreNames[readOut.score]
  const weighted = readOut.weight === "equal" ? "" : `, weighted by ${readOut.weight.replace("-", " ")}`
  const read =
    stages === 2 && combine === "product"
      ? "a pixel's value is the product of both stages' maps, each from 0 to 1"
      : `a pixel's value is the mean ${value} of the parts that show it${weighted}`
  return (
    `PAMI, ${parts}${stages === 2 ? " in two stages" : ""}, ${grouped(passes)} forward passes${complete ? "" : " (stopped early)"}: ` +
    `each shows the model one part and masks the rest (${mask}${mode === "authors" ? ", as the authors' code" : ""}); ` +
    `${read}. Preprocessing: ${preprocessing.name}.`
  )
}
