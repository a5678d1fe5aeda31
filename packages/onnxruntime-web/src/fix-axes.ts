import { loadError } from "@pami/onnxruntime-common"
import type { OnnxFiles } from "./onnx-files.ts"
import { fastestBatch, openingOf } from "./open.ts"
import type { OnnxruntimeWebOptions } from "./options.ts"
import { type Runtime, versionOf } from "./runtime.ts"
import { openSession } from "./session.ts"

/**
 * Returns the options with a length for every free axis of the model: a default for the batch; for the other axes, the
 * lengths in the options.
 *
 * @throws Error naming the axes without a length
 */
export async function fixAxes(
  files: OnnxFiles,
  options: OnnxruntimeWebOptions,
  runtime: Runtime,
): Promise<OnnxruntimeWebOptions> {
  const opening = openingOf(files, options, "wasm")
  const session = await openSession(runtime, opening).catch((error) => {
    throw loadError(error, files.file, versionOf(runtime))
  })
  await session.release()
  const shapes = session.facts.inputMetadata.map((metadata) => (metadata.isTensor ? metadata.shape : []))
  const batches = shapes.flatMap(([length]) => (typeof length === "string" ? [length] : []))
  const free = shapes.flat().filter((length) => typeof length === "string" && !batches.includes(length))
  if (free.length > 0) {
    const axes = free.map((axis) => `"${axis}"`).join(", ")
    throw new Error(`its axes ${axes} are free: give their lengths as dimensions`)
  }
  const lengths = Object.fromEntries(batches.map((axis) => [axis, fastestBatch]))
  return { ...options, dimensions: { ...lengths, ...options.dimensions } }
}
