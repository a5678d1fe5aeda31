import { extname } from "node:path"
import type { RenderedFigure } from "@pami/figure/node"
import { encodeFigure, expectFigureName } from "../figure-format.ts"

/** Refuses a name for a comparison that is that of another kind of file than an image or SVG. */
export function expectComparisonName(path: string): void {
  if (!isSvg(path)) expectFigureName("-o", path)
}

/** Returns the bytes of a comparison in the format that the name of its file asks for. */
export async function encodeComparison(
  { svg, png }: RenderedFigure,
  path: string,
): Promise<Uint8Array | string> {
  return isSvg(path) ? svg : await encodeFigure(png, path)
}

function isSvg(path: string): boolean {
  return extname(path).toLowerCase() === ".svg"
}
