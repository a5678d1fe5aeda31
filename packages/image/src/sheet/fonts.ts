import * as opentype from "opentype.js"

/** The three cuts that a sheet is set in. */
export interface Fonts {
  readonly regular: Font
  readonly bold: Font
  readonly italic: Font
}

/** A font that gives outlines: text looks the same everywhere, also where no fonts are installed. */
export interface Font {
  /** Width of a line of text, in the unit of `size`. */
  width(text: string, size: number): number
  /** The text's outlines as SVG path data, its baseline starting at `x`, `y`. */
  outlines(text: string, x: number, y: number, size: number): string
}

/**
 * Fonts from the bytes of three TrueType, OpenType or WOFF files; in Node, `renderSheet` brings DejaVu Sans along.
 */
export function parseFonts(files: Record<keyof Fonts, Uint8Array>): Fonts {
  return { regular: parseFont(files.regular), bold: parseFont(files.bold), italic: parseFont(files.italic) }
}

// The package is CommonJS under Node, where only `default` holds its functions, and ESM without one for bundlers.
const exported = opentype as { readonly default?: unknown }
const { parse } = (exported.default ?? exported) as typeof opentype

function parseFont(bytes: Uint8Array): Font {
  const font = parse(bytes.slice().buffer)
  // Glyph by glyph, without shaping: a script that would need it comes out plain, and none can make it fail. What
  // the font lacks becomes its box for unknown characters.
  const walk = (text: string, size: number, visit: (glyph: opentype.Glyph, x: number) => void) => {
    const scale = size / font.unitsPerEm
    let x = 0
    let previous: opentype.Glyph | undefined
    for (const character of text) {
      const glyph = font.charToGlyph(character)
      if (previous !== undefined) x += font.getKerningValue(previous, glyph) * scale
      visit(glyph, x)
      x += (glyph.advanceWidth ?? 0) * scale
      previous = glyph
    }
    return x
  }
  return {
    width: (text, size) => walk(text, size, () => {}),
    outlines: (text, x, y, size) => {
      const paths: string[] = []
      walk(text, size, (glyph, offset) => paths.push(glyph.getPath(x + offset, y, size).toPathData(2)))
      return paths.join("")
    },
  }
}
