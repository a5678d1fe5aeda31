import * as opentype from "opentype.js"

/** The three cuts that a sheet is set in. */
export interface Fonts {
  readonly regular: Font
  readonly bold: Font
  readonly italic: Font
}

/** A font that gives outlines: text looks the same everywhere, also where no fonts are installed. */
export interface Font {
  /** Whether the font has the character, of a script that is drawn letter by letter from left to right. */
  has(character: string): boolean
  /** Width of a line of text, in the unit of `size`; of characters that the font lacks, about. */
  width(text: string, size: number): number
  /** The text's outlines as SVG path data, its baseline starting at `x`, `y`; for text that the font has. */
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

/** One font, see {@link parseFonts}. */
export function parseFont(bytes: Uint8Array): Font {
  // Glyphs are read when they are drawn: a figure needs some fifty of thousands.
  const font = parse(bytes.slice().buffer, { lowMemory: true })
  const has = (character: string) => unshaped.test(character) && font.charToGlyphIndex(character) > 0
  // Glyph by glyph: no script that is drawn so needs shaping.
  const walk = (text: string, size: number, visit: (glyph: opentype.Glyph, x: number) => void) => {
    const scale = size / font.unitsPerEm
    let x = 0
    let previous: opentype.Glyph | undefined
    for (const character of text) {
      if (!has(character)) {
        x += widthElsewhere(character) * size
        previous = undefined
        continue
      }
      const glyph = font.charToGlyph(character)
      if (previous !== undefined) x += font.getKerningValue(previous, glyph) * scale
      visit(glyph, x)
      x += (glyph.advanceWidth ?? 0) * scale
      previous = glyph
    }
    return x
  }
  return {
    has,
    width: (text, size) => walk(text, size, () => {}),
    outlines: (text, x, y, size) => {
      const paths: string[] = []
      walk(text, size, (glyph, offset) => paths.push(glyph.getPath(x + offset, y, size).toPathData(2)))
      return paths.join("")
    },
  }
}

const unshaped =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Common}\p{Script=Inherited}]$/u
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303F\uFF00-\uFF60]/u
const joined = /[\p{Mark}\p{Format}]/u

/** About how wide fonts of other scripts draw a character, in shares of their size: rather too wide, as words follow. */
function widthElsewhere(character: string): number {
  return joined.test(character) ? 0 : wide.test(character) ? 1 : 0.7
}
