const convert = "convert it to TensorFlow.js first, with tensorflowjs_converter"

const signatures: readonly (readonly [mark: string, offset: number, name: string])[] = [
  ["\x89PNG", 0, "a PNG picture"],
  ["\xff\xd8\xff", 0, "a JPEG picture"],
  ["%PDF", 0, "a PDF document"],
  ["PK\x03\x04", 0, `a zip archive, such as a model saved by Keras 3 (.keras) or PyTorch (.pt): ${convert}`],
  ["\x89HDF", 0, `an HDF5 file, such as a model saved by Keras (.h5): ${convert}`],
  ["\x1f\x8b", 0, "a gzip archive: unpack it first"],
  ["TFL3", 4, `a TensorFlow Lite model: give the model that it was made from, converted to TensorFlow.js`],
  ["version https://git-lfs", 0, `a Git LFS pointer: run "git lfs pull" to get the model itself`],
]

/** What bytes that are not JSON look like, and what to do with them. */
export function looksLike(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 512))
  const signature = signatures.find(([mark, offset]) => start.startsWith(mark, offset))
  if (signature !== undefined) return signature[2]
  if (/^\s*<(!doctype|html|head)/i.test(start)) {
    return "a web page, such as an error page sent in place of a file: check its address"
  }
  // Both begin with a version: that of ONNX has been above 1 since it is in use, that of a SavedModel is 1.
  const [tag, version] = bytes
  if (tag === 8 && version > 1 && version < 32) {
    return "an ONNX model: load it with @pami/onnxruntime-node or @pami/onnxruntime-web"
  }
  if (tag === 8 && version === 1) {
    return `the saved_model.pb of TensorFlow: give its folder instead, and device "node", or ${convert}`
  }
  if (bytes.subarray(0, 512).some((byte) => byte < 9 || (byte > 13 && byte < 32))) {
    return `some binary format, such as a frozen graph of TensorFlow (.pb): ${convert}`
  }
  return "a text file"
}
