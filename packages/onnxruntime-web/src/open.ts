import type { Finding, Model, TensorInfo } from "@pami/core"
import { limitsOf } from "@pami/core/backend"
import { loadFault, modelOf, type Session } from "@pami/onnxruntime-common"
import type { Device } from "./devices.ts"
import type { OnnxruntimeWebOptions } from "./options.ts"
import { inPairs } from "./pairs.ts"
import type { Opening } from "./session.ts"
import type { Source } from "./source.ts"

const name = "onnxruntime-web"

/** Items of a run at which wasm is fastest. */
export const fastestBatch = 8

// On WebGPU, iOS Safari is known to crash after some 500 (https://github.com/microsoft/onnxruntime/issues/27584).
const lifetimes: Record<Device, number> = { wasm: Infinity, webgpu: 400, webnn: Infinity }

/** Where a model is opened. */
export interface Place {
  readonly device: Device
  /** Of the runtime. */
  readonly version: string
  /** The adapter behind the device, where the platform names one: another may round otherwise. */
  readonly adapter?: string | undefined
  /** Runs that are good to have under way at once. Default 1. */
  readonly runs?: number
  openSession(opening: Opening): Promise<Session>
}

/**
 * Opens a model on a device.
 *
 * @throws PamiError `MODEL_UNSUPPORTED`, `MODEL_TRUNCATED`, `MODEL_FAILED`
 */
export async function open(
  source: Source,
  options: OnnxruntimeWebOptions,
  place: Place,
  findings?: readonly Finding[],
): Promise<Model> {
  const { optimization = "all", dimensions } = options
  const { device, version, adapter, runs } = place
  const { file, digest, external, header } = source
  const session = await place.openSession(openingOf(source, options, device)).catch((error) => {
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
  const limits = (inputs: readonly TensorInfo[]) => ({
    ...limitsOf(inputs, fastestBatch),
    ...(runs !== undefined && { preferredRuns: runs }),
  })
  const facts = { backend: name, file, version, header, digest, settings, limits }
  try {
    const opened = modelOf(session, findings === undefined ? facts : { ...facts, findings })
    return device === "wasm" ? inPairs(opened) : opened
  } catch (error) {
    await session.release()
    throw error
  }
}

/** A source, as sessions open on it. */
export function openingOf(
  { model, external }: Source,
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
