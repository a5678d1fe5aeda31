import { openFiles } from "@pami/backend-kit"
import { readTfjs } from "@pami/backend-kit/tfjs-model"
import { type ModelSource, PamiError } from "@pami/core"
import { fromHalf, sizeOf } from "@pami/core/tensor"
import type { Topology, Weight } from "./types.ts"

/** The content of the files of a model. */
export interface ModelFiles {
  /** Name of the main file, for messages. */
  readonly file: string
  readonly digest: string
  readonly topology: Topology
  readonly weights: ReadonlyMap<string, Weight>
}

/**
 * Reads a tfjs LayersModel from a path, an address, or the bytes of its files by name.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `WEIGHTS_OUTSIDE`, `MODEL_UNRECOGNIZED`, `MODEL_TRUNCATED`,
 *   `MODEL_INVALID`, `MODEL_UNSUPPORTED`
 */
export async function readModel(source: ModelSource): Promise<ModelFiles> {
  const files = await openFiles(source)
  const { name: file } = files
  const { json, weightSpecs, weightData, digest } = await readTfjs(files)
  const unsupported = (problem: string) =>
    new PamiError(
      "MODEL_UNSUPPORTED",
      `${file} ${problem}; the reference backend reads LayersModels of float32, or stored in float16`,
    )
  if (json.format !== "layers-model") throw unsupported("is a GraphModel")
  const weights = new Map<string, Weight>()
  let start = 0
  for (const { name, shape, dtype, quantization } of weightSpecs) {
    const half = quantization?.dtype === "float16"
    if (dtype !== "float32" || (quantization !== undefined && !half))
      throw unsupported(`has weights "${name}" of another type`)
    const end = start + sizeOf(shape) * (half ? 2 : 4)
    const bytes = weightData.slice(start, end)
    const data = half ? Float32Array.from(new Uint16Array(bytes), fromHalf) : new Float32Array(bytes)
    weights.set(name, { shape, data })
    start = end
  }
  return { file, digest, topology: json.modelTopology as Topology, weights }
}
