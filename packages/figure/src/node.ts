export { convertPng } from "./node/convert-png.ts"
export { dejavuSans } from "./node/dejavu-sans.ts"
export { rasterizeSvg } from "./node/rasterize-svg.ts"
export {
  renderComparison,
  renderDrawing,
  renderFigure,
  renderSegmentations,
  renderSeries,
  renderSlices,
} from "./node/render.ts"
export type {
  RenderComparisonOptions,
  RenderedFigure,
  RenderFigureOptions,
  RenderSegmentationsOptions,
  RenderSeriesOptions,
  RenderSlicesOptions,
} from "./node/render.ts"
