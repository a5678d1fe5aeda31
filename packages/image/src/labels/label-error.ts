import { PamiError } from "@pami/core"

/** Returns an error for a label file, with the forms that are read. */
export function labelError(name: string, what: string, cause?: unknown): PamiError {
  const expected =
    "Expected: one label a line, CSV or TSV, a list or an object from index to label as JSON or YAML, " +
    "a config.json with id2label, or a label map of TensorFlow."
  return new PamiError("LABELS_INVALID", `${name} ${what}. ${expected}`, { cause })
}

/** Returns the label as it is shown in a line of text: at most `length` characters, without line ends. */
export function shortLabel(label: string, length = 80): string {
  const line = label.replace(/\s+/g, " ")
  const characters = line.length > length ? Array.from(line.slice(0, 2 * length)) : []
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : line
}

/** WordNet's number is for machines; the words after it are the label. */
export function withoutSynset(label: string): string {
  return label.replace(/^n\d{8}[\s,:]+(?=\S)/, "")
}

/** Returns any value as a few characters of JSON, for messages. */
export function quoteValue(value: unknown): string {
  return shortLabel(JSON.stringify(value) ?? String(value), 60)
}
