import { isPamiError } from "@pami/core"
import { decodeText, type FileContent } from "../decode-text.ts"
import { labelError } from "./label-error.ts"
import { lineLabels } from "./line-labels.ts"
import { largestClassCount } from "./numbering.ts"
import { isPbtxt, pbtxtLabels } from "./pbtxt-labels.ts"
import { structuredLabels } from "./structured-labels.ts"
import { separatorOf, tableLabels } from "./table-labels.ts"

/** Names of a classifier's classes, by index. An index without a name holds `""`. */
export type Labels = readonly string[]

/** Largest label file that is read, in bytes. */
export const largestLabelFile = 32 * 2 ** 20

/**
 * Returns the labels of a file. Its form is recognised:
 *
 * - one label a line (also `n01440764 tench, Tinca tinca`), or one with its index, `0: tench`, `0 tench`, `tench: 0`;
 * - CSV and TSV, with or without a line that names the columns;
 * - JSON or YAML: a list, an object from index to label or from label to index (Keras's `class_indices`), and files that
 *   hold labels among other fields: `config.json` of transformers (`id2label`) and timm (`label_names`), `data.yaml` of
 *   Ultralytics (`names`), `metadata.json` of Teachable Machine (`labels`), `signature.json` of Lobe;
 * - a label map of TensorFlow's object detection, `item { id: 1 name: "tench" }`.
 *
 * Where the file writes an index it is obeyed: a numbering that starts at 1 leaves class 0 with the label `""`.
 *
 * @param content of the file: bytes in UTF-8, or in UTF-16 with a byte order mark; or a text.
 * @param name of the file, for messages; its ending tells CSV, TSV and YAML.
 * @throws PamiError `LABELS_INVALID` naming the line: for an encoding that is not read, an index that is none or comes
 *   twice, more than a million classes or 32 MiB
 *
 * @example
 * const labels = await parseLabels("cat\ndog\n", "labels.txt")
 * console.log(labels[1]) // dog
 */
export async function parseLabels(content: FileContent, name = "the label file"): Promise<Labels> {
  const text = decodeText(content, { name, code: "LABELS_INVALID", largest: largestLabelFile })
  const labels = await attempt(text, name)
  if (labels.length > largestClassCount)
    throw labelError(name, `holds ${labels.length} labels; at most ${largestClassCount} are read`)
  if (labels.some((label) => label !== "")) return labels
  throw labelError(name, "holds no label")
}

/** A parser that gives up, such as at lists in lists without end, does so because of the file. */
async function attempt(text: string, name: string): Promise<string[]> {
  try {
    return await parse(text, name)
  } catch (cause) {
    if (isPamiError(cause)) throw cause
    throw labelError(name, `cannot be read: ${(cause as Error).message.slice(0, 200)}`, cause)
  }
}

async function parse(text: string, name: string): Promise<string[]> {
  if (/^\s*[[{]/.test(text)) return structuredLabels(await parseJson(text, name), name)
  if (isPbtxt(text)) return pbtxtLabels(text, name)
  if (/\.ya?ml$/i.test(name) || /^(?:names|id2label|class_indices):/m.test(text))
    return structuredLabels(await parseYaml(text, name), name)
  const separator = separatorOf(text, name)
  return separator === undefined ? lineLabels(text, name) : tableLabels(text, separator, name)
}

/** JSON, or what Python prints of a dictionary, which is YAML: `{0: 'cat'}`. */
async function parseJson(text: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(text)
  } catch (cause) {
    try {
      return await parseYaml(text, name)
    } catch {
      throw labelError(name, `starts like JSON but is not: ${(cause as Error).message.slice(0, 200)}`, cause)
    }
  }
}

async function parseYaml(text: string, name: string): Promise<unknown> {
  // Few files are YAML: its parser is loaded with the first.
  const { FAILSAFE_SCHEMA, load } = await import("js-yaml")
  try {
    // Every value stays the text that was written: a label may be `no` or `1e3`. Aliases make lists that hold themselves,
    // and small files that are huge once they are read.
    return load(text, { schema: FAILSAFE_SCHEMA, maxAliases: 0 })
  } catch (cause) {
    throw labelError(
      name,
      `cannot be read as YAML: ${(cause as Error).message.split("\n")[0].slice(0, 200)}`,
      cause,
    )
  }
}
