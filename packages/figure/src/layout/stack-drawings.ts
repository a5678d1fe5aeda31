import { svgDocument } from "./document.ts"

/**
 * Returns drawings of this package one below the other, as one SVG document.
 *
 * @throws RangeError for another document
 */
export function stackDrawings(drawings: readonly string[]): string {
  const sized = drawings.map((svg) => {
    const [, width, height] = /^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? []
    if (width === undefined) throw new RangeError("a drawing is an SVG document with a width and a height")
    return { svg, width: Number(width), height: Number(height) }
  })
  let bottom = 0
  const placed = sized.map(({ svg, height }) => {
    bottom += height
    return svg.replace("<svg ", `<svg y="${bottom - height}" `)
  })
  const width = Math.max(0, ...sized.map((one) => one.width))
  return svgDocument({ width, height: bottom }, placed.join(""))
}
