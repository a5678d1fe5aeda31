import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { nextTurn, type Finding } from "@pami/core"
import sharp from "sharp"
import { drawSheet, type DrawSheetOptions } from "../sheet/draw-sheet.ts"
import { parseFont, type Fonts } from "../sheet/fonts.ts"
import { describeUndrawn } from "./characters-drawn.ts"
import { encodePng } from "./encode-png.ts"

/** A figure, as a drawing and as a picture. */
export interface RenderedSheet {
  readonly svg: string
  readonly png: Uint8Array
  /** What a person should know about it: `LABEL_NOT_DRAWN`. */
  readonly findings: readonly Finding[]
}

/** What {@link renderSheet} is told. */
export interface RenderSheetOptions extends DrawSheetOptions {
  /** Pixels of the PNG for each pixel of the figure, 0.5 to 8. Default: 1. */
  readonly scale?: number
}

/**
 * A figure of one or more explanations of a picture, as SVG and PNG. It brings its font along; of the machine's it uses
 * those that scripts other than Latin need, and a finding says so where there are none.
 *
 * @throws RangeError when there is no target, a map does not have the size of the grid, or an option is out of range
 */
export async function renderSheet({ scale = 1, ...options }: RenderSheetOptions): Promise<RenderedSheet> {
  const svg = await drawSheet(
    { detail: Math.max(2, Math.ceil(scale)), ...options },
    { fonts: await dejavuSans(), encodePng },
  )
  return { svg, png: await rasterizeSvg(svg, { scale }), findings: await describeUndrawn(svg) }
}

/**
 * An SVG drawing as the bytes of a PNG file on white.
 *
 * @param options `scale`: pixels of the PNG for each pixel of the drawing, 0.5 to 8; default 1.
 * @throws RangeError for a scale out of its range
 */
export async function rasterizeSvg(svg: string, { scale = 1 }: { scale?: number } = {}): Promise<Uint8Array> {
  if (!(scale >= 0.5 && scale <= 8)) throw new RangeError(`scale is from 0.5 to 8, not ${scale}`)
  const pixelsPerInch = 72
  return await sharp(new TextEncoder().encode(svg), { density: pixelsPerInch * scale, unlimited: true })
    .flatten({ background: "#fff" })
    .png()
    .toBuffer()
}

/** DejaVu Sans, which comes with this package's dependencies. Parsed once: that takes as long as all of a figure's text. */
export async function dejavuSans(): Promise<Fonts> {
  parsed ??= readDejavuSans()
  try {
    return await parsed
  } catch (error) {
    parsed = undefined
    throw error
  }
}

let parsed: Promise<Fonts> | undefined

async function readDejavuSans(): Promise<Fonts> {
  const { resolve } = createRequire(import.meta.url)
  const read = async (cut: string) => {
    const bytes = await readFile(resolve(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${cut}.woff`))
    await nextTurn()
    return parseFont(bytes)
  }
  return {
    regular: await read("400-normal"),
    bold: await read("700-normal"),
    italic: await read("400-italic"),
  }
}
