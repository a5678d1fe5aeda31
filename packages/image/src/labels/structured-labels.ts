import { shown } from "../shown.ts"
import { labelError, withoutSynset } from "./label-error.ts"
import { arrangeLabels, readIndex, type NumberedLabel } from "./numbering.ts"

type Fields = Readonly<Record<string, unknown>>

// Where files keep the labels among other fields: transformers, Ultralytics and Keras, Teachable Machine, timm, COCO.
const listFields = ["id2label", "names", "class_names", "labels", "label_names", "classes", "categories"]
const indexFields = ["label2id", "class_indices", "class_to_idx", "label_map"]
const entryIndices = ["index", "id", "class_id", "class_index", "label_id"]
const entryLabels = ["display_name", "label", "name", "class", "class_name"]

/**
 * Returns the labels of a parsed JSON or YAML file: a list of labels, or of objects with an index and a name; an object
 * from index to label or from label to index; or an object that has one of these under a name that is known for it.
 *
 * @throws PamiError `LABELS_INVALID`
 */
export function structuredLabels(value: unknown, name: string): string[] {
  if (Array.isArray(value)) return fromList(value, name)
  if (!isFields(value)) throw labelError(name, `holds ${shown(value)}`)
  const found = fieldWithLabels(value)
  const empty = [...listFields, ...indexFields].find((field) => value[field] === null)
  if (found === undefined && empty !== undefined) throw labelError(name, `gives null as ${empty}`)
  if (found === undefined) return fromMap(value, name)
  const { field, content, owner } = found
  if (indexFields.includes(field)) return fromIndices(content as Fields, name)
  const labels = Array.isArray(content) ? fromList(content, name) : fromNested(content as Fields, name)
  const descriptions = owner["label_descriptions"]
  if (field !== "label_names" || !isFields(descriptions)) return labels
  // timm names classes by WordNet's numbers, and says beside what they are.
  return labels.map((label) => (typeof descriptions[label] === "string" ? descriptions[label] : label))
}

/** Whether an object that may hold many things holds labels, too. */
export function holdsLabels(value: unknown): boolean {
  return isFields(value) && fieldWithLabels(value) !== undefined
}

interface Found {
  readonly field: string
  readonly content: unknown
  readonly owner: Fields
}

function fieldWithLabels(owner: Fields, isInner = false): Found | undefined {
  const field =
    listFields.find((name) => Array.isArray(owner[name]) || isFields(owner[name])) ??
    indexFields.find((name) => isFields(owner[name]))
  if (field !== undefined) return { field, content: owner[field], owner }
  // timm's configurations hold theirs one level down.
  const inner = owner["pretrained_cfg"]
  return isInner || !isFields(inner) ? undefined : fieldWithLabels(inner, true)
}

/** Lobe's signature.json: `{"classes": {"Label": [...]}}`. */
function fromNested(fields: Fields, name: string): string[] {
  return Array.isArray(fields["Label"]) ? fromList(fields["Label"], name) : fromMap(fields, name, true)
}

function fromList(list: readonly unknown[], name: string): string[] {
  const first = list[0]
  if (!isFields(first)) return list.map((entry, index) => readLabel(entry, `entry ${index}`, name))
  const indexField = entryIndices.find((field) => first[field] !== undefined)
  const labelField = entryLabels.find((field) => typeof first[field] === "string")
  if (labelField === undefined)
    throw labelError(name, `has ${shown(first)} where a label or an object with a name should be`)
  const entries = list.map((entry, position): NumberedLabel => {
    const place = `entry ${position}`
    const fields = isFields(entry) ? entry : {}
    const index = indexField === undefined ? position : fields[indexField]
    return { index: readWritten(index), label: readLabel(fields[labelField], place, name), place }
  })
  return arrangeLabels(entries, name)
}

/** @param named whether the object stands under a name for objects from index to label: its numbers are not ambiguous */
function fromMap(fields: Fields, name: string, named = false): string[] {
  const keys = Object.keys(fields)
  const numbered = keys.every((key) => readIndex(key) !== undefined)
  const indexed =
    keys.length > 0 && Object.values(fields).every((value) => readIndex(readWritten(value)) !== undefined)
  if (!named && numbered && indexed && keys.some((key) => key !== readWritten(fields[key])))
    throw labelError(
      name,
      "has numbers for both labels and indices, and does not say which is which. Put it under id2label (from index to label) or label2id (from label to index)",
    )
  if (indexed && !numbered) return fromIndices(fields, name)
  const entries = keys.map((key): NumberedLabel => {
    const place = `the entry ${shown(key)}`
    if (readIndex(key) === undefined)
      throw labelError(name, `has the key ${shown(key)} where a class index should be`)
    return { index: key, label: readLabel(fields[key], place, name), place }
  })
  return arrangeLabels(entries, name)
}

/** From label to index, as Keras's `class_indices`. */
function fromIndices(fields: Fields, name: string): string[] {
  const entries = Object.entries(fields).map(([label, index]): NumberedLabel => {
    return {
      index: readWritten(index),
      label: withoutSynset(label.trim()),
      place: `the entry ${shown(label)}`,
    }
  })
  return arrangeLabels(entries, name)
}

function readWritten(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : shown(value)
}

/** A label, or a list whose last entry it is: `["n01440764", "tench"]`. */
function readLabel(entry: unknown, place: string, name: string): string {
  const label: unknown = Array.isArray(entry) ? entry.at(-1) : entry
  if (typeof label === "string") return withoutSynset(label.trim())
  if (typeof label === "number") return String(label)
  throw labelError(name, `has ${shown(entry)} in ${place}, which is not text`)
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
