export { convertPng } from "./node/convert-png.ts"
export { dejavuSans } from "./node/dejavu-sans.ts"
export { rasterizeSvg } from "./node/rasterize-svg.ts"
export { renderComparison, renderFigure, renderSegmentations, renderSlices } from "./node/render.ts"
export type {
  RenderComparisonOptions,
  RenderedFigure,
  RenderFigureOptions,
  RenderSegmentationsOptions,
  RenderSlicesOptions,
} from "./node/render.ts"
