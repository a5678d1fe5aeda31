import type { Explanation } from "@pami/core"
import { drawBars, drawSeries, drawSlices, drawText } from "@pami/figure"
import type { ColorMapName, FigureTools } from "@pami/figure"
import type { Labels } from "@pami/image"
import type { DataRecipe, PreparedData } from "@pami/recipe"
import { featureImportance } from "@pami/table"
import { captionFigure } from "./caption.ts"
import type { OwnObjects } from "./caption.ts"
import type { Contrast } from "./contrast.ts"
import { drawnTexts } from "./text-result.ts"

/** The maps of an input that is not an image, and their words. */
export interface DataFigureOptions {
  readonly explanation: Explanation
  readonly recipe: DataRecipe
  readonly contrasts: readonly Contrast[]
  /** A map for each contrast. */
  readonly maps: readonly Float32Array[]
  readonly labels: Labels | undefined
  readonly objects: OwnObjects
  /** Names of the input and of the model. */
  readonly input: string
  readonly model: string
  readonly colors: ColorMapName | undefined
}

/** Draws a figure, an SVG document. */
export type Draw = (tools: FigureTools) => string | Promise<string>

/** Returns the drawing of an explanation: a series with its heat, coloured text, bars of columns, slices of a volume. */
export function drawData({ content, axes }: PreparedData, options: DataFigureOptions): Draw {
  const caption = captionFigure(options)
  switch (content.kind) {
    case "series":
      return (tools) => drawSeries({ ...caption, ...content }, tools)
    case "table": {
      const [{ unit, map }, ...others] = caption.targets
      const importance = featureImportance(content.table.features, map)
      const bars = content.table.features.map(({ name, value }, index) => ({
        name,
        value,
        importance: importance[index],
      }))
      const footer = [
        ...(caption.footer ?? []),
        ...(others.length === 0 ? [] : [`The first of ${caption.targets.length} explained targets.`]),
      ]
      return (tools) => drawBars({ ...caption, bars, footer, ...(unit === undefined ? {} : { unit }) }, tools)
    }
    case "text":
      return (tools) => drawText({ ...caption, texts: drawnTexts(content.text) }, tools)
    case "volume":
      return (tools) => drawSlices({ ...caption, volume: content.volume }, tools)
    case "array":
      return drawArray(content, axes.length, caption)
  }
}

type Caption = ReturnType<typeof captionFigure>

/** Draws an array as a series, an image of one slice, or a volume, by its number of axes. */
function drawArray(
  { shape, data, channels }: Extract<PreparedData["content"], { kind: "array" }>,
  axes: number,
  caption: Caption,
): Draw {
  if (axes > 3)
    throw new RangeError(`an array of ${axes} axes of units is not drawn: write its map with --map`)
  const volume = { shape: [1, 1, ...shape].slice(-3), channels, data }
  return (tools) => drawSlices({ ...caption, volume }, tools)
}
