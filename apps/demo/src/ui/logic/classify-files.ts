import { manifestFormat } from "@pami/core"
import { holdsLabels, holdsPreprocessing, isImage } from "@pami/image"

/** A file that was dropped, opened or pasted. */
export interface Dropped {
  readonly name: string
  readonly size: number
  /** Its first bytes, enough to classify it. */
  readonly head: Uint8Array
  /** Its contents, for a text of moderate size. */
  readonly text: string | null
}

/** The role of an input that is not an image. */
export type InputRole = "sound" | "array" | "rows" | "text"

/** The role of a file. */
export type Role =
  | "onnx"
  | "tfjs"
  | "weights"
  | "labels"
  | "preprocessor"
  | "manifest"
  | "saved"
  | "image"
  | InputRole
  | "foreign-model"
  | "archive"
  | "unknown"

const inputRoles: readonly InputRole[] = ["sound", "array", "rows", "text"]

const endings: readonly [RegExp, Role][] = [
  [/\.onnx$/i, "onnx"],
  // Weights of PyTorch, and what lies beside them in folders of transformers.
  [/(^|[._-])(pytorch_model|adapter_model|training_args)\b.*\.bin$/i, "foreign-model"],
  [/\.(onnx[._]data|bin|data)$/i, "weights"],
  [/\.(jpe?g|png|webp|avif|gif|bmp|heic|heif|tiff?|jxl|svg)$/i, "image"],
  [/\.(wav|flac|mp3)$/i, "sound"],
  [/\.npz$/i, "saved"],
  [/\.(npy|nii|nii\.gz)$/i, "array"],
  [/\.(pt|pth|safetensors|h5|keras|tflite|pb|pkl|ckpt|mlmodel|gguf)$/i, "foreign-model"],
  [/\.(zip|gz|tar|7z|rar)$/i, "archive"],
]

/** Returns whether a file is a saved explanation, by its name. */
export function isSavedExplanation({ name }: { readonly name: string }): boolean {
  return /\.npz$/i.test(name)
}

/** Returns the role of a file, from its contents and its name. */
export function roleOf({ name, head, text }: Dropped): Role {
  const base = name.split("/").at(-1) ?? name
  if (/\.json$/i.test(base)) return text === null ? "unknown" : roleOfJson(text)
  // "BMW" begins as a bitmap does.
  if (text === null && isImage(head)) return "image"
  const byName = endings.find(([ending]) => ending.test(base))?.[1]
  if (byName !== undefined) return byName
  if (/\.(txt|csv|tsv|names|pbtxt|ya?ml)$/i.test(base))
    return text === null ? "unknown" : roleOfText(text, base)
  if (text !== null && /^\s*[[{]/.test(text)) return roleOfJson(text)
  return "unknown"
}

/** Tells names of classes, one a line, from a text to explain, and from rows of numbers. */
function roleOfText(text: string, name: string): Role {
  if (isNamedLabels({ name })) return "labels"
  if (isTokenizer({ name })) return "unknown"
  const lines = text.split(/\r?\n/, 40).filter((line) => line.trim() !== "")
  if (/\.(csv|tsv)$/i.test(name)) return holdsRows(lines.slice(1).map(cellsOf)) ? "rows" : "labels"
  return /\.txt$/i.test(name) && lines.some((line) => line.split(/\s+/).length > longestName)
    ? "text"
    : "labels"
}

// Names of files that list classes, whatever their lines look like.
const labelNames = /(^|[^a-z])(labels?|class(es|[-_ ]?names)|names|categories|synsets?)([^a-z]|$)/i

/** Returns whether a file says by its name that it lists classes. */
export function isNamedLabels({ name }: { readonly name: string }): boolean {
  return labelNames.test(name)
}

/** Words of the longest name of a class: lines of more are prose. */
export const longestName = 12

/**
 * Whether lines hold data. A list of classes has an index, perhaps a count, and names: at most two numbers in a line. Names
 * may be numbers, such as digits, but not all of them fractions.
 */
function holdsRows(lines: readonly (readonly string[])[]): boolean {
  const isNumber = (cell: string) => cell !== "" && Number.isFinite(Number(cell))
  const areNumbers = lines.length > 0 && lines.every((cells) => cells.every(isNumber))
  return (
    lines.some((cells) => cells.filter(isNumber).length >= 3) ||
    (areNumbers && lines.flat().some((cell) => !Number.isInteger(Number(cell))))
  )
}

function cellsOf(line: string): string[] {
  return line.split(/[,;\t]/).map((cell) => cell.trim())
}

/** Returns whether a file is a tokenizer, its configuration or its vocabulary, by its name. */
export function isTokenizer({ name }: { readonly name: string }): boolean {
  return /(tokenizer|vocab)[^/]*\.(json|txt)$/i.test(name)
}

/** Returns whether a file names classes: a labels file may name only the task, and a preprocessing file may name classes too. */
export function namesClasses(file: Dropped): boolean {
  const role = roleOf(file)
  const value = parseJson(file.text ?? "")
  if (value === undefined || Array.isArray(value)) return role === "labels"
  const fields = value as Record<string, unknown>
  return holdsLabels(fields) || (role === "labels" && isList(fields))
}

/** Returns what a text of JSON holds; `undefined` where it is none. */
function parseJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function roleOfJson(text: string): Role {
  const value = parseJson(text)
  if (value === undefined) return "unknown"
  if (Array.isArray(value)) return "labels"
  const fields = value as Record<string, unknown>
  if (fields["format"] === manifestFormat) return "manifest"
  if ("modelTopology" in fields || "weightsManifest" in fields) return "tfjs"
  if (
    ["do_resize", "crop_size", "pretrained_cfg"].some((field) => field in fields) ||
    holdsPreprocessing(fields)
  )
    return "preprocessor"
  if ("id2label" in fields || "label2id" in fields || "problem_type" in fields) return "labels"
  if (holdsLabels(fields)) return "labels"
  return isList(fields) ? "labels" : "unknown"
}

/** Whether fields lead from index to label, or from label to index. */
function isList(fields: Readonly<Record<string, unknown>>): boolean {
  const entries = Object.entries(fields)
  const isIndex = (value: unknown) => /^\d+$/.test(String(value))
  return (
    entries.length > 0 &&
    (entries.every(([key]) => isIndex(key)) || entries.every(([, value]) => isIndex(value)))
  )
}

/** Files by role, with the likeliest of several models. */
export interface Sorted<File extends Dropped = Dropped> {
  readonly model: File | null
  readonly format: "onnx" | "tfjs" | null
  readonly weights: readonly File[]
  readonly labels: File | null
  readonly preprocessor: File | null
  readonly manifest: File | null
  /** A saved explanation. */
  readonly saved: File | null
  readonly images: readonly File[]
  /** Inputs that are not images. */
  readonly inputs: readonly File[]
  /** Small texts of any kind: those that belong to a model are among them. */
  readonly texts: readonly File[]
  /** Unused files, with their roles. */
  readonly rest: readonly { readonly file: File; readonly role: Role }[]
}

/** Sorts files that were dropped together: a model with its labels, a folder, an image, or all of these. */
export function sortFiles<File extends Dropped>(files: readonly File[]): Sorted<File> {
  const found = files.map((file) => ({ file, role: roleOf(file) }))
  const all = (role: Role) => found.filter((entry) => entry.role === role).map(({ file }) => file)
  const models = [...all("onnx"), ...all("tfjs")].toSorted((a, b) => rank(a) - rank(b))
  const model = models.at(0) ?? null
  const format = model === null ? null : roleOf(model) === "onnx" ? "onnx" : "tfjs"
  const labels =
    all("labels")
      .toSorted((a, b) => labelRank(a) - labelRank(b))
      .at(0) ?? null
  const used = {
    model,
    weights: model === null ? [] : weightsOf(model, all("weights")),
    labels,
    preprocessor: all("preprocessor").at(0) ?? null,
    manifest: all("manifest").at(0) ?? null,
    saved: all("saved").at(0) ?? null,
    images: all("image"),
    inputs: inputRoles.flatMap(all),
  }
  const taken = new Set<unknown>(Object.values(used).flat())
  const texts = files.filter(
    (file) => file.text !== null && (file.size <= largestBeside || isTokenizer(file)),
  )
  return { ...used, format, texts, rest: found.filter(({ file }) => !taken.has(file)) }
}

/** Returns those of the weights that lie at or below the model's folder, and that it names, where it tells. */
function weightsOf<File extends Dropped>(model: File, weights: readonly File[]): File[] {
  const folder = model.name.slice(0, model.name.lastIndexOf("/") + 1)
  const inside = weights.filter(({ name }) => name.startsWith(folder))
  const manifest = parseJson(model.text ?? "") as { weightsManifest?: unknown } | undefined
  if (!Array.isArray(manifest?.weightsManifest)) return inside
  const paths = new Set(
    manifest.weightsManifest.flatMap((group) => (group as { paths?: unknown } | null)?.paths),
  )
  return inside.filter(({ name }) => paths.has(name.slice(folder.length)))
}

// As large as a file beside a model is read, in bytes. Tokenizers of many languages are larger.
const largestBeside = 4 * 2 ** 20

// A folder of one model holds it in several precisions; the plain one is the one that the others come from.
function rank({ name, size }: Dropped): number {
  const base = name.split("/").at(-1) ?? name
  const plain = /^model\.(onnx|json)$/i.test(base) ? 0 : 1
  const reduced = /quant|int8|uint8|fp16|q4|bnb|bool/i.test(base) ? 2 : 0
  return plain + reduced - size / 1e15
}

function labelRank({ name }: Dropped): number {
  return /label|class|names|config/i.test(name) ? 0 : 1
}
