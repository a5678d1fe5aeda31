import type { Finding } from "@pami/core"
import { encodePng } from "@pami/image/node"
import type { DrawComparisonOptions } from "../charts/draw-comparison.ts"
import { drawFigure, type DrawFigureOptions } from "../draw-figure.ts"
import type { FigureTools } from "../layout/figure-tools.ts"
import { drawSegmentations, type DrawSegmentationsOptions } from "../draw-segmentations.ts"
import { drawSeries, type DrawSeriesOptions } from "../series/draw-series.ts"
import { drawSlices, type DrawSlicesOptions } from "../slices/draw-slices.ts"
import { drawMatrix, type DrawMatrixOptions } from "../matrix/draw-matrix.ts"
import { drawStrip, type DrawStripOptions } from "../strip/draw-strip.ts"
import { drawText, type DrawTextOptions } from "../text/figure/draw-text.ts"
import { dejavuSans } from "./dejavu-sans.ts"
import { checkScale, rasterizeSvg } from "./rasterize-svg.ts"
import { findUndrawn } from "./undrawn-characters.ts"

/** A figure in two formats. */
export interface RenderedFigure {
  /** An SVG document that needs no other file. */
  readonly svg: string
  /** The same figure as the bytes of a PNG file. */
  readonly png: Uint8Array
  /** `LABEL_NOT_DRAWN` when this machine has no font for some characters. */
  readonly findings: readonly Finding[]
}

/** Options of {@link renderFigure}. */
export interface RenderFigureOptions extends DrawFigureOptions {
  /** Pixels of the PNG for each pixel of the figure, 0.5 to 8. Default: 1. */
  readonly scale?: number
}

/** Options of {@link renderComparison}. */
export interface RenderComparisonOptions extends DrawComparisonOptions {
  /** Pixels of the PNG for each pixel of the figure, 0.5 to 8. Default: 1. */
  readonly scale?: number
}

/** Options of {@link renderSlices}. */
export interface RenderSlicesOptions extends DrawSlicesOptions {
  /** Pixels of the PNG for each pixel of the figure, 0.5 to 8. Default: 1. */
  readonly scale?: number
}

/** Options of {@link renderSeries}. */
export interface RenderSeriesOptions extends DrawSeriesOptions {
  /** Pixels of the PNG for each pixel of the figure, 0.5 to 8. Default: 1. */
  readonly scale?: number
}

/** Options of {@link renderText}. */
export interface RenderTextOptions extends DrawTextOptions {
  /** Pixels of the PNG for each pixel of the figure, 0.5 to 8. Default: 1. */
  readonly scale?: number
}

/** Options of {@link renderStrip}. */
export interface RenderStripOptions extends DrawStripOptions {
  /** Pixels of the PNG for each pixel of the figure, 0.5 to 8. Default: 1. */
  readonly scale?: number
}

/** Options of {@link renderMatrix}. */
export interface RenderMatrixOptions extends DrawMatrixOptions {
  /** Pixels of the PNG for each pixel of the figure, 0.5 to 8. Default: 1. */
  readonly scale?: number
}

/** Options of {@link renderSegmentations}. */
export interface RenderSegmentationsOptions extends Omit<DrawSegmentationsOptions, "detail"> {
  /** Pixels of the PNG for each pixel of the figure, 0.5 to 8. Default: 2. */
  readonly scale?: number
}

/**
 * Draws a figure that explains one or more targets of an image, as SVG and PNG. The text is in DejaVu Sans, which comes
 * with the package; other scripts than Latin, Greek and Cyrillic are drawn in fonts of this machine.
 *
 * @throws PamiError `SHARP_UNAVAILABLE` of @pami/image
 * @throws RangeError without a target, for a map of another size than the grid, and for an option out of range
 *
 * @example
 * import { fitPicture } from "@pami/image"
 * import { renderFigure } from "@pami/figure/node"
 *
 * const image = { width: 2, height: 1, data: Uint8Array.of(255, 0, 0, 0, 0, 255) }
 * const { geometry } = await fitPicture(image, { width: 2, height: 1, fit: "stretch", resample: "nearest" })
 * const targets = [{ label: "red", score: 0.9, map: Float32Array.of(0.9, 0.1) }]
 * const scoreScale = { unit: "probability" } as const
 * const { png } = await renderFigure({ image, geometry, title: "Why red?", targets, scoreScale })
 */
export async function renderFigure({ scale = 1, ...options }: RenderFigureOptions): Promise<RenderedFigure> {
  const drawing = { detail: detailAt(scale), ...options }
  return await renderDrawing((tools) => drawFigure(drawing, tools), scale)
}

/**
 * Draws a figure of one or more segmentations of an image, as SVG and PNG, with fonts as in {@link renderFigure}.
 *
 * @throws PamiError `SHARP_UNAVAILABLE` of @pami/image
 * @throws RangeError without a segmentation, for one of another size than the grid, and for an option out of range
 */
export async function renderSegmentations({
  scale = 2,
  ...options
}: RenderSegmentationsOptions): Promise<RenderedFigure> {
  // Images get exactly the pixels that they have in the PNG: lines drawn at another size would be blurred.
  return await renderDrawing((tools) => drawSegmentations({ ...options, detail: scale }, tools), scale)
}

/**
 * Draws a figure that explains one or more targets of a volume, as SVG and PNG, with fonts as in {@link renderFigure}.
 *
 * @throws PamiError `SHARP_UNAVAILABLE` of @pami/image
 * @throws RangeError without a target, for a map of another size than the volume, and for an option out of range
 *
 * @example
 * import { renderSlices } from "@pami/figure/node"
 *
 * const volume = { shape: [2, 2, 2], channels: 1, data: Float32Array.of(0, 0, 0, 0, 0, 0, 9, 0) }
 * const targets = [{ label: "lesion", score: 0.9, map: Float32Array.of(0, 0, 0, 0, 0, 0, 0.9, 0.1) }]
 * const scoreScale = { unit: "probability" } as const
 * const { png } = await renderSlices({ volume, targets, title: "Why lesion?", scoreScale })
 */
export async function renderSlices({ scale = 1, ...options }: RenderSlicesOptions): Promise<RenderedFigure> {
  const drawing = { detail: detailAt(scale), ...options }
  return await renderDrawing((tools) => drawSlices(drawing, tools), scale)
}

/**
 * Draws a figure that explains targets of a series, as SVG and PNG, with fonts as in {@link renderFigure}.
 *
 * @throws PamiError `SHARP_UNAVAILABLE` of @pami/image
 * @throws RangeError without a target, for a map of another size than the units, and for an option out of range
 *
 * @example
 * import { renderSeries } from "@pami/figure/node"
 *
 * const series = { data: Float32Array.of(3, 5, 4, 1), length: 4, channels: 1, rate: 2 }
 * const targets = [{ label: "spring", score: 0.9, map: Float32Array.of(0.1, 0.9, 0.5, 0.2) }]
 * const scoreScale = { unit: "probability" } as const
 * const { png } = await renderSeries({ series, targets, title: "Why spring?", scoreScale })
 */
export async function renderSeries({ scale = 1, ...options }: RenderSeriesOptions): Promise<RenderedFigure> {
  const drawing = { detail: detailAt(scale), ...options }
  return await renderDrawing((tools) => drawSeries(drawing, tools), scale)
}

/**
 * Draws a figure that explains targets of a text, as SVG and PNG, with fonts as in {@link renderFigure}.
 *
 * @throws PamiError `SHARP_UNAVAILABLE` of @pami/image
 * @throws RangeError without a text or a target, for units that overlap, for a map of another size than the units, and for an
 *   option out of range
 *
 * @example
 * import { renderText } from "@pami/figure/node"
 *
 * const texts = [{ text: "A fine film", units: [{ start: 0, end: 1 }, { start: 2, end: 6 }, { start: 7, end: 11 }] }]
 * const targets = [{ label: "positive", score: 0.93, map: Float32Array.of(0.2, 0.9, 0.4) }]
 * const scoreScale = { unit: "probability" } as const
 * const { png } = await renderText({ texts, targets, title: "Why “positive”?", scoreScale })
 */
export async function renderText({ scale = 1, ...options }: RenderTextOptions): Promise<RenderedFigure> {
  return await renderDrawing((tools) => drawText(options, tools), scale)
}

/**
 * Draws the explanation of a caption word by word, as SVG and PNG, with fonts as in {@link renderFigure}.
 *
 * @throws PamiError `SHARP_UNAVAILABLE` of @pami/image
 * @throws RangeError without a word, for a map of another size than the grid, and for an option out of range
 *
 * @example
 * import { fitPicture } from "@pami/image"
 * import { renderStrip } from "@pami/figure/node"
 *
 * const image = { width: 2, height: 1, data: Uint8Array.of(255, 0, 0, 0, 0, 255) }
 * const { geometry } = await fitPicture(image, { width: 2, height: 1, fit: "stretch", resample: "nearest" })
 * const targets = [
 *   { label: "a", map: Float32Array.of(0, 0), depends: false },
 *   { label: "red", score: 0.9, map: Float32Array.of(0.9, 0.1) },
 * ]
 * const scoreScale = { unit: "probability" } as const
 * const { png } = await renderStrip({ image, geometry, title: "Why “a red”?", targets, scoreScale })
 */
export async function renderStrip({ scale = 1, ...options }: RenderStripOptions): Promise<RenderedFigure> {
  const drawing = { detail: detailAt(scale), ...options }
  return await renderDrawing((tools) => drawStrip(drawing, tools), scale)
}

/**
 * Draws the importance of the words of the input for the words of the answer, as SVG and PNG, with fonts as in
 * {@link renderFigure}.
 *
 * @throws PamiError `SHARP_UNAVAILABLE` of @pami/image
 * @throws RangeError without a word, for a map of another size than the words, and for an option out of range
 */
export async function renderMatrix({ scale = 1, ...options }: RenderMatrixOptions): Promise<RenderedFigure> {
  return await renderDrawing((tools) => drawMatrix(options, tools), scale)
}

/**
 * Draws the maps of several methods side by side, with charts, as SVG and PNG, with fonts as in {@link renderFigure}.
 *
 * @throws PamiError `SHARP_UNAVAILABLE` of @pami/image
 * @throws RangeError without a map, for a map of another size than the grid, a chart with another number of lines than maps,
 *   and for an option out of range
 */
export async function renderComparison({
  scale = 1,
  ...options
}: RenderComparisonOptions): Promise<RenderedFigure> {
  return await renderDrawing(async (tools) => {
    // Only loaded where methods are compared.
    const { drawComparison } = await import("../charts/draw-comparison.ts")
    return await drawComparison({ detail: detailAt(scale), ...options }, tools)
  }, scale)
}

/**
 * Renders a drawing, a function that returns an SVG document, with fonts as in {@link renderFigure}.
 *
 * @param scale pixels of the PNG for each pixel of the drawing, 0.5 to 8. Default: 1
 * @throws PamiError `SHARP_UNAVAILABLE` of @pami/image
 *
 * @example
 * import { renderDrawing } from "@pami/figure/node"
 *
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>'
 * const { png } = await renderDrawing(() => svg)
 * console.log(png.length > 0) // true
 */
export async function renderDrawing(
  draw: (tools: FigureTools) => string | Promise<string>,
  scale = 1,
): Promise<RenderedFigure> {
  checkScale(scale)
  const svg = await draw({ fonts: await dejavuSans(), encodePng })
  return { svg, png: await rasterizeSvg(svg, { scale }), findings: await findUndrawn(svg) }
}

/** Returns the pixels of a panel's image for each pixel of the figure: at least those of the PNG. */
function detailAt(scale: number): number {
  return Math.max(2, Math.ceil(scale))
}
