import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"
import { PamiError } from "@pami/core"
import type { ModelFiles } from "./platform.ts"

// As transformers.js, Optimum and exporters to TensorFlow.js write them; a decoder without a cache of former steps is enough.
const folders = ["", "onnx"]
const models = ["model.onnx", "model.json"]
const encoders = ["encoder_model.onnx", "encoder.onnx", "encoder/model.onnx", "encoder/model.json"]
const decoders = [
  "decoder_model.onnx",
  "decoder.onnx",
  "decoder_model_merged.onnx",
  "decoder/model.onnx",
  "decoder/model.json",
]

/**
 * Returns the model in a folder, in the usual layouts of Hugging Face; undefined for a path that is not a folder.
 *
 * @throws PamiError `FILE_NOT_FOUND` for a folder without a model, and for one with several
 */
export async function modelInFolder(path: string): Promise<ModelFiles | undefined> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) return undefined
  const first = async (names: readonly string[]) => {
    for (const folder of folders)
      for (const name of names) {
        const file = join(path, folder, name)
        if (await isFile(file)) return file
      }
    return undefined
  }
  const [model, encoder, decoder] = [await first(models), await first(encoders), await first(decoders)]
  if (model !== undefined) return { model }
  if (encoder !== undefined && decoder !== undefined) return { encoder, decoder }
  const others = await onnxFiles(path)
  if (others.length === 1) return { model: others[0] }
  throw new PamiError(
    "FILE_NOT_FOUND",
    others.length === 0
      ? `the folder ${path} holds no model: expected ${models.join(" or ")}, or ${encoders[0]} and ${decoders[0]}, in it or in its folder onnx`
      : `the folder ${path} holds ${others.length} models (${others.map((file) => file.slice(path.length).replace(/^[\\/]/, "")).join(", ")}): name one of them`,
  )
}

async function onnxFiles(path: string): Promise<string[]> {
  const found: string[] = []
  for (const folder of folders) {
    const entries = await readdir(join(path, folder)).catch(() => [])
    found.push(...entries.filter((name) => /\.onnx$/i.test(name)).map((name) => join(path, folder, name)))
  }
  return found.toSorted()
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}
