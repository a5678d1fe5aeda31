import { PamiError } from "@pami/core"

/** Returns an error for a label file, with the forms that are read. */
export function labelError(name: string, what: string, cause?: unknown): PamiError {
  const expected =
    "Expected: one label a line, CSV or TSV, a list or an object from index to label as JSON or YAML, " +
    "a config.json with id2label, or a label map of TensorFlow."
  return new PamiError("LABELS_INVALID", `${name} ${what}. ${expected}`, { cause })
}

/** WordNet's number is for machines; the words after it are the label. */
export function withoutSynset(label: string): string {
  return label.replace(/^n\d{8}[\s,:]+(?=\S)/, "")
}
