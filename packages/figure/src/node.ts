export { convertPng } from "./node/convert-png.ts"
export { dejavuSans } from "./node/dejavu-sans.ts"
export { rasterizeSvg } from "./node/rasterize-svg.ts"
export {
  renderComparison,
  renderDrawing,
  renderFigure,
  renderMatrix,
  renderSegmentations,
  renderSeries,
  renderSlices,
  renderStrip,
  renderText,
} from "./node/render.ts"
export type {
  RenderComparisonOptions,
  RenderedFigure,
  RenderFigureOptions,
  RenderMatrixOptions,
  RenderSegmentationsOptions,
  RenderSeriesOptions,
  RenderSlicesOptions,
  RenderStripOptions,
  RenderTextOptions,
} from "./node/render.ts"
