import type { Finding, Model, TensorInfo } from "@pami/core"
import { limitsOf } from "@pami/backend-kit"
import { loadError, modelOf, type OnnxSession } from "@pami/onnxruntime-common"
import type { Device } from "./devices.ts"
import type { OnnxFiles } from "./onnx-files.ts"
import type { OnnxruntimeWebOptions } from "./options.ts"
import { runInPairs } from "./run-in-pairs.ts"
import type { Opening } from "./session.ts"

const name = "onnxruntime-web"

/** Items per run at which wasm is fastest. */
export const fastestBatch = 8

// On WebGPU, iOS Safari is known to crash after some 500 (https://github.com/microsoft/onnxruntime/issues/27584).
const lifetimes: Record<Device, number> = { wasm: Infinity, webgpu: 400, webnn: Infinity }

/** Where a model runs: on a device, in this thread or in others. */
export interface RunLocation {
  readonly device: Device
  /** Version of the runtime. */
  readonly version: string
  /** The adapter behind the device, if the platform names it: another may round differently. */
  readonly adapter?: string | undefined
  /** Runs to keep in progress at once. Default 1. */
  readonly runs?: number
  openSession(opening: Opening): Promise<OnnxSession>
}

/**
 * Opens a model on a device.
 *
 * @throws PamiError `MODEL_UNSUPPORTED`, `MODEL_TRUNCATED`, `MODEL_FAILED`
 */
export async function open(
  files: OnnxFiles,
  options: OnnxruntimeWebOptions,
  location: RunLocation,
  findings?: readonly Finding[],
): Promise<Model> {
  const { optimization = "all", dimensions } = options
  const { device, version, adapter, runs } = location
  const { file, digest, external, header } = files
  const session = await location.openSession(openingOf(files, options, device)).catch((error) => {
    throw loadError(error, file, version)
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
  const limits = (inputs: readonly TensorInfo[]) => ({
    ...limitsOf(inputs, fastestBatch),
    ...(runs !== undefined && { preferredRuns: runs }),
  })
  const facts = { backend: name, file, version, header, digest, settings, limits }
  try {
    const opened = modelOf(session, findings === undefined ? facts : { ...facts, findings })
    return device === "wasm" ? runInPairs(opened) : opened
  } catch (error) {
    await session.release()
    throw error
  }
}

/** Returns everything that opens a session of the model. */
export function openingOf(
  { model, external }: OnnxFiles,
  { optimization = "all", dimensions, runsPerSession }: OnnxruntimeWebOptions,
  device: Device,
): Opening {
  const options: Opening["options"] = {
    executionProviders: [device],
    executionMode: "sequential",
    graphOptimizationLevel: optimization,
    enableCpuMemArena: true,
    enableMemPattern: true,
    logSeverityLevel: 4,
    ...(dimensions !== undefined && { freeDimensionOverrides: dimensions }),
  }
  return { model, external, options, lifetime: runsPerSession ?? lifetimes[device] }
}
