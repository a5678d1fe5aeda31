/** Kinds of file that {@link looksLike} tells apart. */
export type FileKind =
  | "image"
  | "document"
  | "archive"
  | "onnx"
  | "saved-model"
  | "other-model"
  | "web-page"
  | "lfs-pointer"
  | "xml"
  | "json"
  | "text"
  | "binary"

/** The apparent kind of a file, by its first bytes. */
export interface FileLook {
  readonly kind: FileKind
  /** In words, with an article, and what to do about it where that is known: `"a gzip archive: unpack it first"`. */
  readonly description: string
}

// Bytes as Latin-1 text. `convert` marks files that may hold a model in another format.
const signatures: readonly {
  readonly mark: string
  readonly at?: number
  readonly kind: FileKind
  readonly name: string
  readonly convert?: true
}[] = [
  { mark: "\x89PNG", kind: "image", name: "a PNG image" },
  { mark: "\xff\xd8\xff", kind: "image", name: "a JPEG image" },
  { mark: "GIF8", kind: "image", name: "a GIF image" },
  { mark: "WEBP", at: 8, kind: "image", name: "a WebP image" },
  { mark: "%PDF", kind: "document", name: "a PDF document" },
  {
    mark: "PK\x03\x04",
    kind: "archive",
    name: "a zip archive, such as a model saved by PyTorch (.pt, .pth) or Keras 3 (.keras)",
    convert: true,
  },
  { mark: "\x1f\x8b", kind: "archive", name: "a gzip archive: unpack it first" },
  {
    mark: "\x89HDF",
    kind: "other-model",
    name: "an HDF5 file, such as a model saved by Keras (.h5)",
    convert: true,
  },
  {
    mark: "\x80\x02",
    kind: "other-model",
    name: "a Python pickle, such as weights saved by PyTorch",
    convert: true,
  },
  { mark: "TFL3", at: 4, kind: "other-model", name: "a TensorFlow Lite model", convert: true },
  {
    mark: "ORTM",
    at: 4,
    kind: "other-model",
    name: "a model in onnxruntime's .ort format: give the .onnx file that it was made from",
  },
]

/**
 * Returns what a file looks like. This is the one table of file signatures for backends; image files have another, in
 * `@pami/image`.
 *
 * @param start first bytes of the file, 512 are enough
 * @param convert what to do with a model in another format: `"export it to ONNX first"`
 */
export function looksLike(start: Uint8Array, convert: string): FileLook {
  const latin = String.fromCharCode(...start.subarray(0, 512))
  const found = signatures.find(({ mark, at = 0 }) => latin.startsWith(mark, at))
  if (found !== undefined)
    return { kind: found.kind, description: found.convert ? `${found.name}: ${convert}` : found.name }
  // Both begin with a version as field 1: ONNX has been above 1 since its first release, a SavedModel has 1.
  const [tag, version] = start
  if (tag === 8 && version > 1 && version < 32)
    return {
      kind: "onnx",
      description:
        "an ONNX model: load it with @pami/onnxruntime-node, or in a browser with @pami/onnxruntime-web",
    }
  if (tag === 8 && version === 1)
    return {
      kind: "saved-model",
      description: `the saved_model.pb of TensorFlow: give its folder to a backend that reads SavedModels, or ${convert}`,
    }
  if (start.subarray(0, 512).some((byte) => byte < 9 || (byte > 13 && byte < 32)))
    return {
      kind: "binary",
      description: `some binary format, such as a frozen graph of TensorFlow (.pb): ${convert}`,
    }
  return textLook(latin.replace(/^\xef\xbb\xbf/, "").trimStart())
}

function textLook(text: string): FileLook {
  if (text.startsWith("version https://git-lfs")) {
    const size = /^size (\d+)$/m.exec(text)?.[1]
    const amount = size === undefined ? "" : ` to a file of ${Number(size).toLocaleString("en")} bytes`
    return {
      kind: "lfs-pointer",
      description: `a Git LFS pointer${amount}: run "git lfs pull" to get the file itself`,
    }
  }
  if (/^<(!doctype|html|head)/i.test(text))
    return {
      kind: "web-page",
      description: "a web page, such as an error page sent in place of a file: check its address",
    }
  if (text.startsWith("<")) return { kind: "xml", description: "an XML document" }
  if (/^[{[]/.test(text)) return { kind: "json", description: "a JSON file" }
  return { kind: "text", description: "a text file" }
}
