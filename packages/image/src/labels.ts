import { PamiError } from "@pami/core"

/** Names of a classifier's classes, by index. An index without a name holds `""`. */
export type Labels = readonly string[]

/**
 * Labels from the text of a file: one a line (also of the form `n01440764 tench, Tinca tinca`), a JSON list, a JSON
 * object from index to label (also of the form `{"0": ["n01440764", "tench"]}`), or a `config.json` of Hugging Face
 * with `id2label`.
 *
 * @param name of the file, for messages.
 * @throws PamiError `LABELS_INVALID`
 */
export function parseLabels(text: string, name = "the label file"): Labels {
  const content = text.replace(/^\uFEFF/, "")
  const labels = /^\s*[[{]/.test(content) ? fromJson(content, name) : fromLines(content)
  if (labels.some((label) => label !== "")) return labels
  throw invalid(name, "holds no label")
}

function fromLines(content: string): string[] {
  const lines = content.split(/\r\n|\n|\r/).map((line) => line.trim())
  // Empty lines at the end are an editor's; one in between is a class without a name, and keeps the count.
  while (lines.at(-1) === "") lines.pop()
  return lines.map(withoutSynset)
}

/** WordNet's number is for machines; the words after it are the label. */
function withoutSynset(label: string): string {
  return label.replace(/^n\d{8}[\s,:]+(?=\S)/, "")
}

function fromJson(content: string, name: string): string[] {
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch (cause) {
    throw invalid(name, `starts like JSON but is not: ${(cause as Error).message}`, cause)
  }
  if (Array.isArray(value)) return value.map((entry, index) => labelOf(entry, String(index), name))
  const object = value as Record<string, unknown>
  if (isObject(object["id2label"])) return fromObject(object["id2label"], name)
  if (isObject(object["label2id"])) return fromObject(inverted(object["label2id"], name), name)
  return fromObject(object, name)
}

function fromObject(object: Record<string, unknown>, name: string): string[] {
  const labels: string[] = []
  for (const [key, entry] of Object.entries(object)) {
    // A list is made as long as its largest index: a number that is no class index must not make it endless.
    if (!/^\d{1,6}$/.test(key))
      throw invalid(name, `has the key ${JSON.stringify(key)} where a class index should be`)
    labels[Number(key)] = labelOf(entry, key, name)
  }
  return Array.from(labels, (label) => label ?? "")
}

function inverted(object: Record<string, unknown>, name: string): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [label, index] of Object.entries(object)) {
    if (!Number.isInteger(index))
      throw invalid(name, `gives ${JSON.stringify(label)} an index that is no whole number`)
    result[String(index)] = label
  }
  return result
}

function labelOf(entry: unknown, key: string, name: string): string {
  const label = Array.isArray(entry) ? entry.at(-1) : entry
  if (typeof label === "string") return withoutSynset(label.trim())
  if (typeof label === "number") return String(label)
  throw invalid(name, `gives class ${key} something that is no text: ${JSON.stringify(entry)}`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function invalid(name: string, what: string, cause?: unknown): PamiError {
  const expected =
    "Expected: one label a line, a JSON list, a JSON object from index to label, or a config.json with id2label."
  return new PamiError("LABELS_INVALID", `${name} ${what}. ${expected}`, { cause })
}
