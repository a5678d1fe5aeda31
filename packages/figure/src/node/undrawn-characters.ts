import type { Finding } from "@pami/core"
import { loadSharp } from "@pami/image/node"
import type Sharp from "sharp"
import { textCharacters } from "../layout/text.ts"

/** Characters of a figure that are checked at most, as many as a page of Chinese has: each is drawn on its own for that. */
const mostCharacters = 1000

/** Returns a finding when this machine has no font for some characters of a drawing: they are boxes in its PNG. */
export async function findUndrawn(svg: string): Promise<Finding[]> {
  const characters = textCharacters(svg).filter((character) =>
    /[^\p{ASCII}\p{Mark}\p{Format}\s]/u.test(character),
  )
  const undrawn = await undrawnCharacters(characters.slice(0, mostCharacters))
  if (undrawn.length === 0) return []
  const shown = undrawn.slice(0, 20).join(" ") + (undrawn.length > 20 ? " …" : "")
  return [
    {
      code: "LABEL_NOT_DRAWN",
      level: "warning",
      message: `no font on this machine has the characters ${shown}: the figure shows boxes with their codes`,
      fix: "install fonts for this script, such as Noto, or use the SVG, which is drawn in the fonts of its reader",
    },
  ]
}

async function undrawnCharacters(characters: readonly string[]): Promise<string[]> {
  // Boxes hold four digits or six: one of a private character, one of an unassigned one.
  const boxes = new Map<number, string>()
  const undrawn: string[] = []
  for (const character of characters) {
    const digits = character.codePointAt(0)! > 0xffff ? 6 : 4
    let box = boxes.get(digits)
    if (box === undefined) boxes.set(digits, (box = await outlineOf(digits === 6 ? "\u{10FFFD}" : "\uE123")))
    if ((await outlineOf(character)) === box) undrawn.push(character)
  }
  return undrawn
}

/**
 * Returns the size and the outermost pixels of a drawn character, by which the boxes for unknown characters are
 * recognized. Returns an empty string when this machine has no fonts.
 */
async function outlineOf(character: string): Promise<string> {
  const sharp = await loadSharp<typeof Sharp>()
  const drawn = await sharp({ text: { text: character, font: "sans-serif 48", dpi: 72 } })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => undefined)
  if (drawn === undefined) return ""
  const { data, info } = drawn
  const { width, height } = info
  const left = Array.from({ length: height }, (_, y) => data[y * width])
  return `${width} ${height} ${data.subarray(0, width).join(" ")} ${left.join(" ")}`
}
