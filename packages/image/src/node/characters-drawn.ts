import type { Finding } from "@pami/core"
import sharp from "sharp"
import { charactersElsewhere } from "../sheet/text.ts"

/** Characters of one figure that are looked at: each is drawn alone for it. */
const mostCharacters = 200

/** The finding for characters of a drawing that no font of this machine has, and that are boxes in its picture. */
export async function describeUndrawn(svg: string): Promise<Finding[]> {
  const characters = charactersElsewhere(svg).filter((character) =>
    /[^\p{ASCII}\p{Mark}\p{Format}\s]/u.test(character),
  )
  const undrawn = await charactersUndrawn(characters.slice(0, mostCharacters))
  if (undrawn.length === 0) return []
  const shown = undrawn.slice(0, 20).join(" ") + (undrawn.length > 20 ? " …" : "")
  return [
    {
      code: "LABEL_NOT_DRAWN",
      level: "warning",
      message: `no font of this machine has the characters ${shown}: in the figure they are boxes with their codes`,
      fix: "install fonts for this script, such as Noto, or give labels in another",
    },
  ]
}

async function charactersUndrawn(characters: readonly string[]): Promise<string[]> {
  // A private and an unassigned one, as boxes hold four digits or six.
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

/** Size and outermost pixels of a character, by which boxes for unknown ones are known; nothing where there are no fonts. */
async function outlineOf(character: string): Promise<string> {
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
