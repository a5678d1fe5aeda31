/** Returns a text as the content of an HTML element or of a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Returns a text whose characters all survive in a file of HTML: null characters and halves of characters do not. */
export function storable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, "\uFFFD")
}

/**
 * Returns a text for a label or a heading: in one line, without control characters and marks that turn the direction of what
 * follows.
 */
export function labelHtml(text: string): string {
  return escapeHtml(
    storable(text).replace(/[\p{Control}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, " "),
  )
}
