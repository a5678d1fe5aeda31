import type { Size } from "@pami/image"

/** Returns an SVG document with the given content on white. */
export function svgDocument({ width, height }: Size, content: string, definitions = ""): string {
  const defs = definitions === "" ? "" : `<defs>${definitions}</defs>`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `${defs}<rect width="${width}" height="${height}" fill="#fff"/>${content}</svg>`
  )
}
