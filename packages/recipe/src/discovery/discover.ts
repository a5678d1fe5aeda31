import type { Finding, Model, TaskFacts } from "@pami/core"
import { holdsLabels, holdsPreprocessing, metadataHoldsPreprocessing, parseLabels } from "@pami/image"
import type { Labels } from "@pami/image"
import { readColumns } from "@pami/table"
import type { ColumnsFile } from "@pami/table"
import { definedFields } from "../schema/defined-fields.ts"
import type { TextFile } from "../text-file.ts"
import { metadataName } from "./hint-findings.ts"
import { Neighbours, type Neighbour, type ReadNeighbour } from "./neighbours.ts"
import { readArchitectures, readPadId, readTaskFacts, readVocabularySize } from "./task-facts.ts"

/** Where {@link discover} looks, and for what. */
export interface DiscoverOptions {
  /** Path of the model's file, as far as it is known: a folder called `onnx` is one of transformers.js. */
  readonly file: string
  /** The model file's own description: {@link Model.metadata}. */
  readonly metadata?: Model["metadata"]
  readonly read: ReadNeighbour
  /** Whether the caller gives these, so that they are not looked for. Default: neither. */
  readonly given?: { readonly labels?: boolean; readonly preprocessing?: boolean }
}

/** Facts about a model, from files near it and from its own file. */
export interface Discovery {
  readonly labels?: Labels
  /** For `known` of `decidePreprocessing`. */
  readonly preprocessing?: TextFile
  /** The task that the model was trained for. */
  readonly task?: TaskFacts
  /** Names of the columns of a model of tables, and what their values mean. */
  readonly columns?: ColumnsFile
  /** Number of ids that a model of texts knows. */
  readonly vocabularySize?: number
  /** The id that fills its inputs, as its configuration says. Default: unknown. */
  readonly padId?: number
  /** Names of the classes of code that the model was made by: `ViTForImageClassification`. */
  readonly architectures: readonly string[]
  /** Which file gave what, and which could not be used. */
  readonly findings: readonly Finding[]
}

// As people, exporters and trainers call them, the most deliberate first. `config.json` and the two after it are of
// transformers and timm, Teachable Machine, and Lobe.
export const labelFiles = [
  "labels.txt",
  "labels.csv",
  "labels.tsv",
  "labels.json",
  "classes.txt",
  "class_names.txt",
  "class_indices.json",
  "label_map.pbtxt",
  "labelmap.pbtxt",
  "data.yaml",
]
export const configFiles = ["config.json", "metadata.json", "signature.json"]
export const columnFiles = ["columns.json", "columns.txt"]
export const preprocessingFiles = ["preprocessor_config.json", "processor_config.json", ...configFiles]

/**
 * Finds labels, preprocessing and the task of a model: in files in its folder (and in the folder above, for the layout
 * of transformers.js and Optimum, `onnx/model.onnx`), and in the metadata inside the model's file.
 *
 * Nobody has named these files: one that is broken, too large or unreadable becomes a finding, and never an error.
 */
export async function discover({ file, metadata, read, given = {} }: DiscoverOptions): Promise<Discovery> {
  const near = new Neighbours(file, read)
  const findings: Finding[] = []
  const sources: string[] = []
  const labels = given.labels ? undefined : await findLabels(near, metadata)
  if (labels !== undefined) {
    sources.push(`labels in ${labels.from}`)
    findings.push(...labelFindings(labels.value, labels.from))
  }
  const preprocessing = given.preprocessing
    ? undefined
    : metadata !== undefined && metadataHoldsPreprocessing(metadata)
      ? { name: metadataName, text: JSON.stringify(metadata) }
      : await near.first("preprocessing", preprocessingFiles, (found) => (holds(found) ? found : undefined))
  const config = await near.first(
    "the task",
    ["config.json"],
    ({ name, fields }) => fields && { name, fields },
  )
  const task = config && readTaskFacts(config.fields, config.name)
  if (task !== undefined) sources.push(`the task by ${task.why}`)
  const columns = await near.first("the columns", columnFiles, ({ name, text }) => {
    const value = readColumns(new TextEncoder().encode(text), name)
    sources.push(`columns in ${name}`)
    return value
  })
  if (sources.length > 0)
    findings.push({
      code: "FOUND_NEARBY",
      level: "note",
      message: `found near the model: ${sources.join("; ")}`,
      fix: "if it belongs to another model, name the right files",
    })
  return {
    ...definedFields({
      labels: labels?.value,
      preprocessing: preprocessing && { name: preprocessing.name, text: preprocessing.text },
      task,
      columns,
      vocabularySize: config && readVocabularySize(config.fields),
      padId: config && readPadId(config.fields),
    }),
    architectures: config === undefined ? [] : readArchitectures(config.fields),
    findings: [...near.findings, ...findings],
  }
}

interface FoundLabels {
  readonly value: Labels
  readonly from: string
}

async function findLabels(near: Neighbours, metadata: Model["metadata"]): Promise<FoundLabels | undefined> {
  return (
    (await near.first("labels", labelFiles, async ({ name, text }) => ({
      value: await parseLabels(text, name),
      from: name,
    }))) ??
    (await labelsOfMetadata(near, metadata)) ??
    (await near.first(
      "labels",
      configFiles,
      async ({ name, text, fields }): Promise<FoundLabels | undefined> => {
        if (fields === undefined || !mentionsLabels(fields)) return undefined
        const value = await parseLabels(text, name)
        // transformers writes LABEL_0, LABEL_1 ... where nobody gave labels.
        return value.every((label, index) => label === `LABEL_${index}`) ? undefined : { value, from: name }
      },
    ))
  )
}

// Names under which exporters store a list or a dictionary of labels inside an ONNX file; the first is Ultralytics's.
const labelKeys = ["names", "labels", "classes", "class_names", "id2label"]

async function labelsOfMetadata(
  near: Neighbours,
  metadata: Model["metadata"] = {},
): Promise<FoundLabels | undefined> {
  const key = labelKeys.find((name) => /^\s*[[{]/.test(metadata[name] ?? ""))
  if (key === undefined) return undefined
  const from = `${metadataName} (${key})`
  return await near.attempt(from, async () => ({ value: await parseLabels(metadata[key], from), from }))
}

/** Whether a configuration means to name classes, even where it fails to: `"id2label": null`. */
function mentionsLabels(fields: Readonly<Record<string, unknown>>): boolean {
  return holdsLabels(fields) || fields["id2label"] !== undefined
}

function holds({ name, json, fields }: Neighbour): boolean {
  // An error in a file of this name is a finding; the other files hold many things.
  if (name.endsWith("preprocessor_config.json")) return json !== undefined
  return fields !== undefined && holdsPreprocessing(fields)
}

/**
 * Returns the finding for labels that are numbered from 1, so that the first class has none.
 *
 * @param from the file, for people
 */
export function labelFindings(labels: Labels, from: string): Finding[] {
  if (labels.length < 2 || labels[0] !== "" || labels.includes("", 1)) return []
  return [
    {
      code: "LABELS_FROM_ONE",
      level: "note",
      message: `${from} counts its ${labels.length - 1} labels from 1, which is obeyed: class 0 has no label`,
      fix: "if the model counts from 0, renumber the labels",
    },
  ]
}
