import { drawBars, drawSeries, drawSlices, drawText } from "@pami/figure"
import type { FigureTools } from "@pami/figure"
import { featureImportance } from "@pami/table"
import type { CaptionedFigure } from "./caption.ts"
import type { ShownContent, ShownData } from "./shown.ts"
import { drawnTexts } from "./text-result.ts"

/** Draws a figure, an SVG document. */
export type Draw = (tools: FigureTools) => string | Promise<string>

/** Returns the drawing of an input that is not an image: a series with its heat, coloured text, bars of columns, slices of a volume. */
export function drawData(
  { content, axes }: Pick<ShownData["prepared"], "axes" | "content">,
  caption: CaptionedFigure,
): Draw {
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

/** Draws an array as a series, an image of one slice, or a volume, by its number of axes. */
function drawArray(
  { shape, data, channels }: Extract<ShownContent, { readonly kind: "array" }>,
  axes: number,
  caption: CaptionedFigure,
): Draw {
  if (axes > 3)
    throw new RangeError(`an array of ${axes} axes of units is not drawn: write its map with --map`)
  const volume = { shape: [1, 1, ...shape].slice(-3), channels, data }
  return (tools) => drawSlices({ ...caption, volume }, tools)
}
