import type * as Opentype from "opentype.js"

/** The three font styles of a figure. */
export interface Fonts {
  readonly regular: Font
  readonly bold: Font
  readonly italic: Font
}

/** A font that gives text as outlines, which look the same on every machine, even without installed fonts. */
export interface Font {
  /** Returns whether the font has the character and its script is set letter by letter from left to right. */
  has(character: string): boolean
  /** Returns the width of a line of text, in the unit of `size`. Estimates characters that the font lacks. */
  width(text: string, size: number): number
  /** Returns the outlines of a text as SVG path data; its baseline starts at `x`, `y`. The font must have the text. */
  outlines(text: string, x: number, y: number, size: number): string
}

/**
 * Parses the fonts of a figure from the bytes of three TrueType, OpenType or WOFF files. `dejavuSans` of
 * @pami/figure/node reads those that the package brings along.
 */
export async function parseFonts(files: Record<keyof Fonts, Uint8Array>): Promise<Fonts> {
  const [regular, bold, italic] = await Promise.all(
    [files.regular, files.bold, files.italic].map((bytes) => parseFont(bytes)),
  )
  return { regular, bold, italic }
}

/** Loads the parser when fonts are first parsed: it takes several megabytes, which a sweep needs before. */
async function loadParser(): Promise<typeof Opentype> {
  const loaded: { readonly default?: unknown } = await import("opentype.js")
  // Node loads this package as CommonJS, with its functions in `default`; bundlers load it as ESM without a default.
  return (loaded.default ?? loaded) as typeof Opentype
}

/** Parses one font from the bytes of its file. */
export async function parseFont(bytes: Uint8Array): Promise<Font> {
  const { parse } = await loadParser()
  // `lowMemory` reads glyphs on demand: a figure needs about fifty of several thousand.
  const font = parse(bytes.slice().buffer, { lowMemory: true })
  const has = (character: string) => unshaped.test(character) && font.charToGlyphIndex(character) > 0
  // Glyph by glyph, because none of the scripts in `unshaped` needs shaping.
  const walk = (text: string, size: number, visit: (glyph: Opentype.Glyph, x: number) => void) => {
    const scale = size / font.unitsPerEm
    let x = 0
    let previous: Opentype.Glyph | undefined
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
      walk(text, size, (glyph, offset) => paths.push(pathData(glyph.getPath(x + offset, y, size))))
      return paths.join("")
    },
  }
}

/** Returns SVG path data. opentype.js does not separate a small negative number, which it writes as `0`, from the one before. */
function pathData(path: opentype.Path): string {
  for (const command of path.commands as Record<string, number | string>[])
    for (const [name, value] of Object.entries(command))
      if (typeof value === "number" && Math.abs(value) < 0.005) command[name] = 0
  return path.toPathData(2)
}

const unshaped =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Common}\p{Script=Inherited}]$/u
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303F\uFF00-\uFF60]/u
const joined = /[\p{Mark}\p{Format}]/u

/** Estimates the width of a character in fonts of other scripts, as a share of their size. Errs on the wide side. */
function widthElsewhere(character: string): number {
  return joined.test(character) ? 0 : wide.test(character) ? 1 : 0.7
}
