import type { Finding, Model, TensorInfo } from "@pami/core"
import { limitsOf } from "@pami/core/backend"
import { loadFault, modelOf } from "@pami/onnxruntime-common"
import type { InferenceSession } from "onnxruntime-web"
import type { Device } from "./devices.ts"
import type { OnnxruntimeWebOptions } from "./options.ts"
import { inPairs } from "./pairs.ts"
import { type Runtime, versionOf } from "./runtime.ts"
import { openSession } from "./session.ts"
import type { Source } from "./source.ts"

const name = "onnxruntime-web"

/** Items of a run at which wasm is fastest. */
export const fastestBatch = 8

// On WebGPU, iOS Safari is known to crash after some 500 (https://github.com/microsoft/onnxruntime/issues/27584).
const lifetimes: Record<Device, number> = { wasm: Infinity, webgpu: 400, webnn: Infinity }

/** How a model is opened. */
export interface Opening {
  readonly runtime: Runtime
  readonly device: Device
  /** The adapter behind the device, where the platform names it: another may round otherwise. */
  readonly adapter?: string | undefined
  readonly findings?: readonly Finding[] | undefined
}

/**
 * Opens a model on a device.
 *
 * @throws PamiError `MODEL_UNSUPPORTED`, `MODEL_TRUNCATED`, `MODEL_FAILED`
 */
export async function open(source: Source, options: OnnxruntimeWebOptions, opening: Opening): Promise<Model> {
  const { optimization = "all", dimensions, runsPerSession } = options
  const { runtime, device, adapter, findings } = opening
  const { file, model, digest, external } = source
  const version = versionOf(runtime)
  const create = () => runtime.InferenceSession.create(model, sessionOptions(source, options, device))
  const lifetime = runsPerSession ?? lifetimes[device]
  const session = await openSession(runtime.Tensor, create, lifetime).catch((error) => {
    throw loadFault(error, file, version)
  })
  const weights = external.map(({ path, digest }) => [path, digest])
  const settings = {
    runtime: `${name} ${version}`,
    device,
    ...(adapter !== undefined && { adapter }),
    optimization,
    ...(dimensions !== undefined && { dimensions }),
    ...(weights.length > 0 && { externalData: Object.fromEntries(weights) }),
  }
  const limits = (inputs: readonly TensorInfo[]) => limitsOf(inputs, fastestBatch)
  const facts = { backend: name, file, version, digest, settings, limits }
  try {
    const opened = modelOf(session, findings === undefined ? facts : { ...facts, findings })
    return device === "wasm" ? inPairs(opened) : opened
  } catch (error) {
    await session.release()
    throw error
  }
}

/** The runtime writes into what it is given, so it is made anew for every session. */
export function sessionOptions(
  { external }: Source,
  { optimization = "all", dimensions }: OnnxruntimeWebOptions,
  device: Device,
): InferenceSession.SessionOptions {
  return {
    executionProviders: [device],
    executionMode: "sequential",
    graphOptimizationLevel: optimization,
    enableCpuMemArena: true,
    enableMemPattern: true,
    logSeverityLevel: 4,
    externalData: external.map(({ path, data }) => ({ path, data })),
    ...(dimensions !== undefined && { freeDimensionOverrides: dimensions }),
  }
}
