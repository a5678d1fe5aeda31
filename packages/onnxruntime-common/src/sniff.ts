import { PamiError } from "@pami/core"
import { type Bytes, type Field, fields } from "./wire.ts"

// Numbers of the fields that matter, in onnx.proto.
const irVersion = 1
const graph = 7
const initializer = 5
const externalData = 13
const dataLocation = 14
const entryKey = 1
const entryValue = 2
const largestField = 26

const longestPath = 4096

/**
 * Tells whether bytes are a whole ONNX model, by walking its outermost fields; contents are not read.
 *
 * @param name of the file, for messages
 * @returns the files next to the model that hold weights, as the model names them
 * @throws PamiError `MODEL_UNRECOGNIZED` saying what it looks like, `MODEL_TRUNCATED` saying how much is missing
 */
export function inspect(bytes: Bytes, name: string): string[] {
  if (bytes.size === 0) {
    throw new PamiError("MODEL_UNRECOGNIZED", `${name} is empty (0 bytes): download or export it again`)
  }
  const other = otherFormat(bytes)
  if (other !== undefined) {
    throw new PamiError("MODEL_UNRECOGNIZED", `${name} is no ONNX model; it looks like ${other}`)
  }
  const external = new Set<string>()
  let hasGraph = false
  for (const field of fields(bytes, 0, bytes.size)) {
    if (field.end > bytes.size) throw truncated(bytes, name, field)
    if (field.number === 0) throw damaged(name, field.start)
    if (field.number !== graph || field.wireType !== 2) continue
    hasGraph = true
    for (const path of externalFiles(bytes, field)) external.add(path)
  }
  if (!hasGraph) {
    const fix = "export the model to ONNX, for instance with tf2onnx for TensorFlow"
    const message = `${name} is no ONNX model; it is a protobuf file without an ONNX graph, as TensorFlow's are: ${fix}`
    throw new PamiError("MODEL_UNRECOGNIZED", message)
  }
  return [...external]
}

function truncated(bytes: Bytes, name: string, { end }: Field): PamiError {
  const [size, missing] = [bytes.size, end - bytes.size].map((count) => count.toLocaleString("en"))
  return new PamiError(
    "MODEL_TRUNCATED",
    `${name} is cut short: it has ${size} bytes, and at least ${missing} are missing at its end; download or copy it again`,
  )
}

function damaged(name: string, position: number): PamiError {
  const message = `${name} begins as an ONNX model, but is damaged at byte ${position}: download or export it again`
  return new PamiError("MODEL_TRUNCATED", message)
}

/** Damage inside the graph is left for the runtime to find: this only looks for what it can name. */
function* externalFiles(bytes: Bytes, graph: Field): Generator<string> {
  for (const tensor of fields(bytes, graph.start, graph.end)) {
    if (tensor.number !== initializer || tensor.wireType !== 2 || tensor.end > graph.end) continue
    let location: string | undefined
    let external = false
    for (const field of fields(bytes, tensor.start, tensor.end)) {
      if (field.end > tensor.end) break
      if (field.number === dataLocation) external = bytes.read(field.start, 1)[0] === 1
      if (field.number === externalData) location = entry(bytes, field, "location") ?? location
    }
    if (external && location !== undefined) yield location
  }
}

function entry(bytes: Bytes, message: Field, key: string): string | undefined {
  const text = (field: Field) =>
    new TextDecoder().decode(bytes.read(field.start, Math.min(field.end - field.start, longestPath)))
  let found = false
  let value: string | undefined
  for (const field of fields(bytes, message.start, message.end)) {
    if (field.end > message.end) break
    if (field.number === entryKey) found = text(field) === key
    if (field.number === entryValue) value = text(field)
  }
  return found ? value : undefined
}

const signatures: readonly (readonly [start: string, offset: number, name: string])[] = [
  ["\x89PNG", 0, "a PNG picture"],
  ["\xff\xd8\xff", 0, "a JPEG picture"],
  ["GIF8", 0, "a GIF picture"],
  ["WEBP", 8, "a WebP picture"],
  ["%PDF", 0, "a PDF document"],
  [
    "PK\x03\x04",
    0,
    "a zip archive, such as a model saved by PyTorch (.pt, .pth) or Keras (.keras): export it to ONNX first, or unpack it",
  ],
  ["\x89HDF", 0, "an HDF5 file, such as a model saved by Keras (.h5): export it to ONNX first"],
  ["\x80\x02", 0, "a Python pickle, such as weights saved by PyTorch: export the model to ONNX first"],
  ["\x1f\x8b", 0, "a gzip archive: unpack it first"],
  ["TFL3", 4, "a TensorFlow Lite model: convert it to ONNX first"],
  ["ORTM", 4, "a model in onnxruntime's .ort format: give the .onnx file that it was made from"],
]

function otherFormat(bytes: Bytes): string | undefined {
  const start = bytes.read(0, 512)
  const latin = String.fromCharCode(...start)
  const signature = signatures.find(([mark, offset]) => latin.startsWith(mark, offset))
  if (signature !== undefined) return signature[2]
  // A model's first bytes are its version, control characters that no text holds.
  if (!start.some((byte) => byte < 9 || (byte > 13 && byte < 32))) return textFormat(latin.trimStart())
  const [first] = fields(bytes, 0, bytes.size)
  if (first.number === irVersion && first.wireType === 0) return undefined
  const laterField = first.number > irVersion && first.number <= largestField && first.wireType === 2
  return laterField ? undefined : "some other binary format: export the model to ONNX first"
}

function textFormat(text: string): string {
  if (text.startsWith("version https://git-lfs")) {
    const size = /^size (\d+)$/m.exec(text)?.[1]
    const amount =
      size === undefined ? "" : `, which stands for a file of ${Number(size).toLocaleString("en")} bytes`
    return `a Git LFS pointer${amount}: run "git lfs pull" to get the model itself`
  }
  if (/^<(!doctype|html|head)/i.test(text))
    return "a web page, such as an error page saved in place of a download"
  if (text.startsWith("<")) return "an XML document"
  if (/^[{[]/.test(text)) return "a JSON file"
  return "a text file"
}
