// Control characters, marks that turn the direction of text, line separators and halves of characters: a terminal would
// obey them, no matter who wrote them into the name of a file, a label or a model's input.
const hidden = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu

/** The text with everything escaped that a terminal would obey, but for line ends. JSON stays the same document. */
export function printable(text: string): string {
  return text.replace(hidden, (found) => (found === "\n" ? found : escaped(found)))
}

/** Returns a name or a message in one line: line ends are escaped, too. */
export function oneLine(text: string): string {
  return text.replace(hidden, (found) => (found === "\n" ? "\\n" : escaped(found)))
}

// As in JSON.
function escaped(found: string): string {
  return `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`
}
