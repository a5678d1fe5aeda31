import { type Bytes, fields } from "./wire.ts"

// Of a model, in onnx.proto.
const irVersion = 1
const largestField = 26

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

/** What a file seems to be by its first bytes, in words; `undefined` where that may be an ONNX model. */
export function otherFormat(bytes: Bytes): string | undefined {
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
