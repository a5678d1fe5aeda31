// Characters that would move the cursor, colour the terminal or turn the direction of writing: categories Cc, Cs, Cf, Zl,
// Zp. The two joiners of Cf belong to the spelling of Persian, of Indian languages, and to emoji.
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * Returns a stranger's value in words: texts in quotes, cut after `most` characters (default 60), their control
 * characters escaped; lists and objects by their size only.
 */
export function shown(value: unknown, most = 60): string {
  if (typeof value === "string") return printable(JSON.stringify(shortened(value, most)))
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === "object" && value !== null) return "an object"
  return String(value)
}

/** Returns a text with control characters escaped, cut after `most` characters (default: whole). */
export function printable(text: string, most = Infinity): string {
  return shortened(text, most).replace(
    invisible,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, "0")}`,
  )
}

/** Returns the label on one line: at most `length` characters, control characters escaped. */
export function shortLabel(label: string, length = 80): string {
  const line = label.replace(/\s+/g, " ")
  const characters = line.length > length ? Array.from(line.slice(0, 2 * length)) : []
  return printable(characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : line)
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}...`
}
