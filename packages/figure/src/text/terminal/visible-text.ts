/**
 * Returns a text that a terminal can be given: line ends as line feeds, tabs as spaces, and instead of control characters,
 * halves of characters and marks that are invisible or turn the direction of text, their codes, as `<U+001B>`. The joiners of
 * scripts and emoji stay.
 */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, "\n")
    .replaceAll("\t", "    ")
    .replace(/(?![\n\u200C\u200D])[\p{Control}\p{Format}\p{Surrogate}]/gu, codeOf)
}

/** Returns a text in one line, as {@link visibleText} shows it. */
export function visibleLine(text: string): string {
  return visibleText(text)
    .replace(/\s*\n\s*/g, " ")
    .trim()
}

function codeOf(character: string): string {
  return `<U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}>`
}
