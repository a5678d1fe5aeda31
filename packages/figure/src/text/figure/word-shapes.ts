import type { Font, Fonts } from "../../layout/fonts.ts"
import { escapeXml } from "../../layout/text.ts"

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" })
const emoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u

/**
 * Draws words as outlines that are defined once and used wherever the word occurs. A word with a character that the font
 * lacks becomes SVG text, which the viewer draws in a font of its machine, in the middle of the room that it is given.
 */
export class WordShapes {
  readonly #font: Font
  readonly #size: number
  readonly #widths = new Map<string, number>()
  readonly #outlines = new Map<string, string>()

  constructor(fonts: Fonts, size: number) {
    this.#font = fonts.regular
    this.#size = size
  }

  /** Returns the width of a word, in pixels. Estimates characters that the font lacks. */
  width(word: string): number {
    let width = this.#widths.get(word)
    if (width === undefined) this.#widths.set(word, (width = this.#measure(word)))
    return width
  }

  /** Returns the SVG of a word whose baseline starts at `x`, `y`. */
  draw(word: string, x: number, y: number, fill: string, isRightToLeft: boolean): string {
    if (word.trim() === "") return ""
    if (![...word].every((character) => this.#font.has(character))) {
      const middle = (x + this.width(word) / 2).toFixed(2)
      const direction = isRightToLeft ? ` direction="rtl"` : ""
      return (
        `<text x="${middle}" y="${y}" text-anchor="middle" font-family="sans-serif" font-size="${this.#size}"` +
        `${direction} fill="${fill}" xml:space="preserve">${escapeXml(word)}</text>`
      )
    }
    const id = `w${this.#size}-${Array.from(word, (character) => character.codePointAt(0)!.toString(36)).join("-")}`
    if (!this.#outlines.has(id)) this.#outlines.set(id, this.#font.outlines(word, 0, 0, this.#size))
    return `<use href="#${id}" x="${x.toFixed(2)}" y="${y}" fill="${fill}"/>`
  }

  /** Returns the definitions of all words drawn so far. An id names the letters, so that drawings on one page agree. */
  definitions(): string {
    const paths = Array.from(this.#outlines, ([id, path]) => `<path id="${id}" d="${path}"/>`)
    return paths.length === 0 ? "" : `<defs>${paths.join("")}</defs>`
  }

  #measure(word: string): number {
    if ([...word].every((character) => this.#font.has(character))) return this.#font.width(word, this.#size)
    let width = 0
    for (const { segment } of graphemes.segment(word))
      width += emoji.test(segment) ? 1.3 * this.#size : this.#font.width(segment, this.#size)
    return width
  }
}

/** Splits a word at borders of characters into pieces of at most `room` pixels. */
export function splitToFit(word: string, room: number, widthOf: (text: string) => number): string[] {
  const pieces: string[] = []
  let current = ""
  for (const { segment } of graphemes.segment(word)) {
    if (current !== "" && widthOf(current + segment) > room) {
      pieces.push(current)
      current = ""
    }
    current += segment
  }
  return [...pieces, current]
}
