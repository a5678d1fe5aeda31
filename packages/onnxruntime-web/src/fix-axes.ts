import { loadFault } from "@pami/onnxruntime-common"
import { fastestBatch, openingOf } from "./open.ts"
import type { OnnxruntimeWebOptions } from "./options.ts"
import { type Runtime, versionOf } from "./runtime.ts"
import { openSession } from "./session.ts"
import type { Source } from "./source.ts"

/**
 * The options with a length for every axis that the model leaves free: the batch gets one, others must have theirs.
 *
 * @throws Error naming the axes that have none
 */
export async function fixAxes(
  source: Source,
  options: OnnxruntimeWebOptions,
  runtime: Runtime,
): Promise<OnnxruntimeWebOptions> {
  const opening = openingOf(source, options, "wasm")
  const session = await openSession(runtime, opening).catch((error) => {
    throw loadFault(error, source.file, versionOf(runtime))
  })
  await session.release()
  const shapes = session.inputMetadata.map((metadata) => (metadata.isTensor ? metadata.shape : []))
  const batches = shapes.flatMap(([length]) => (typeof length === "string" ? [length] : []))
  const free = shapes.flat().filter((length) => typeof length === "string" && !batches.includes(length))
  if (free.length > 0) {
    const axes = free.map((axis) => `"${axis}"`).join(", ")
    throw new Error(`its axes ${axes} are free: give their lengths as dimensions`)
  }
  const lengths = Object.fromEntries(batches.map((axis) => [axis, fastestBatch]))
  return { ...options, dimensions: { ...lengths, ...options.dimensions } }
}
