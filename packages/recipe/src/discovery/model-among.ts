/** The file of a model, or those of an encoder and its decoder. */
export type ModelFiles = { readonly model: string } | { readonly encoder: string; readonly decoder: string }

/** Folders in which a model lies beside the folder of its configuration: transformers.js and Optimum have `onnx`. */
export const modelFolders: readonly string[] = ["", "onnx/"]

// As transformers.js, Optimum and exporters to TensorFlow.js write them; a decoder without a cache of former steps is enough.
const models = ["model.onnx", "model.json"]
const encoders = ["encoder_model.onnx", "encoder.onnx", "encoder/model.onnx", "encoder/model.json"]
const decoders = [
  "decoder_model.onnx",
  "decoder.onnx",
  "decoder_model_merged.onnx",
  "decoder/model.onnx",
  "decoder/model.json",
]

/** The files that a folder with a model has, for messages. */
export const expectedModel = `${models.join(" or ")}, or ${encoders[0]} and ${decoders[0]}, in it or in its folder onnx`

/** All paths at which the file of a model may lie in a folder of Hugging Face, with `/` between folders. */
export const modelPaths: readonly string[] = [...models, ...encoders, ...decoders].flatMap((name) =>
  modelFolders.map((folder) => folder + name),
)

/**
 * Returns the model among the files of a folder in the usual layouts of Hugging Face: a model, an encoder with its decoder, or the
 * only ONNX file. Undefined for a folder without a model, and for one with several.
 *
 * @param files paths relative to the folder, with `/` between folders
 */
export function modelAmong(files: readonly string[]): ModelFiles | undefined {
  const known = new Set(files)
  const first = (names: readonly string[]) =>
    modelFolders.flatMap((folder) => names.map((name) => folder + name)).find((file) => known.has(file))
  const [model, encoder, decoder] = [first(models), first(encoders), first(decoders)]
  if (model !== undefined) return { model }
  if (encoder !== undefined && decoder !== undefined) return { encoder, decoder }
  const [only, ...others] = onnxAmong(files)
  return only !== undefined && others.length === 0 ? { model: only } : undefined
}

/** Returns the ONNX files of a folder and of its folder `onnx`, in alphabetical order. */
export function onnxAmong(files: readonly string[]): readonly string[] {
  return files.filter((file) => /^(?:onnx\/)?[^/]+\.onnx$/i.test(file)).toSorted()
}
