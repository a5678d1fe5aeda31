import { digestOf, joinBytes } from "@pami/backend-kit"
import { PamiError } from "@pami/core"
import type { NamedTensorMap } from "@tensorflow/tfjs-core"
import { inputInfo, type Network, outputInfo } from "./network.ts"
import type { SavedModels } from "./engine.ts"

const signatureName = "serving_default"

/**
 * Loads the folder of a SavedModel, with its signature `serving_default`.
 *
 * @throws PamiError `MODEL_UNSUPPORTED`
 */
export async function savedNetwork(savedModels: SavedModels, folder: string): Promise<Network> {
  const graphs = await savedModels.getMetaGraphsFromSavedModel(folder)
  const graph = graphs.find(({ signatureDefs }) => Object.hasOwn(signatureDefs, signatureName))
  if (graph === undefined) {
    const found = graphs.flatMap(({ signatureDefs }) => Object.keys(signatureDefs)).join(", ") || "none"
    const message = `${folder} has no signature "${signatureName}" (it has: ${found}): save the model with one`
    throw new PamiError("MODEL_UNSUPPORTED", message)
  }
  const signature = graph.signatureDefs[signatureName] as unknown as Record<
    "inputs" | "outputs",
    Declarations
  >
  const inputs = Object.entries(signature.inputs)
  const outputs = Object.entries(signature.outputs)
  const declared = {
    inputs: inputs.map(([name, { tfDtype, shape }]) => inputInfo(name, tfDtype, lengths(shape), folder)),
    // Nothing tells a scalar from a tensor whose axes are not known, which outputs often are.
    outputs: outputs.map(([name, { tfDtype, shape }]) =>
      outputInfo(name, tfDtype, shape.length === 0 ? undefined : lengths(shape), folder),
    ),
  }
  const model = await savedModels.loadSavedModel(folder, graph.tags, signatureName)
  return {
    ...declared,
    predict(feeds) {
      const named = Object.fromEntries(inputs.map(([name], index) => [name, feeds[index]]))
      const results = model.predict(named) as NamedTensorMap
      return outputs.map(([name]) => results[name])
    },
    dispose: () => model.dispose(),
  }
}

/** Tensors as tfjs-node describes them; its types claim a shape of numbers, but it is one of protobuf messages. */
type Declarations = Record<string, { tfDtype: string; shape: readonly { getSize(): number }[] }>

function lengths(shape: readonly { getSize(): number }[]): number[] {
  return shape.map((dimension) => dimension.getSize())
}

/**
 * Returns the digest of a SavedModel: of its graph, then of the files of its variables and assets in the order of their
 * names.
 *
 * @throws PamiError `FILE_UNREADABLE` when the folder does not hold a SavedModel
 */
export async function savedDigest(folder: string): Promise<string> {
  const { readdir, readFile } = process.getBuiltinModule("node:fs/promises")
  const { join } = process.getBuiltinModule("node:path")
  const own = "saved_model.pb"
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "/").length).replaceAll("\\", "/"))
  if (!files.includes(own)) {
    const message = `${folder} is a folder without ${own}: give the folder of a SavedModel, or the path of a model.json`
    throw new PamiError("FILE_UNREADABLE", message)
  }
  const others = files.filter((file) => /^(variables|assets)\//.test(file)).sort()
  return digestOf(joinBytes(await Promise.all([own, ...others].map((file) => readFile(join(folder, file))))))
}
