export { convertPng } from "./node/convert-png.ts"
export { dejavuSans } from "./node/dejavu-sans.ts"
export { rasterizeSvg } from "./node/rasterize-svg.ts"
export { renderComparison, renderFigure, renderSegmentations } from "./node/render.ts"
export type {
  RenderComparisonOptions,
  RenderedFigure,
  RenderFigureOptions,
  RenderSegmentationsOptions,
} from "./node/render.ts"
