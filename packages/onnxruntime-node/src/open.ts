import { limitsOf, openSpread, ownBytes, planLanes } from "@pami/backend-kit"
import type { Finding, Model, Settings, TensorInfo } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { loadError, modelOf, type OnnxSession, type Optimization } from "@pami/onnxruntime-common"
import type { InferenceSession } from "onnxruntime-node"
import { type Device, deviceOnly, needsProcessor, providersOf } from "./devices/devices.ts"
import type { Examined } from "./examine.ts"
import { digestsOf } from "./file.ts"
import { laneAt } from "./lanes/lanes.ts"
import { loadRuntime, versionOf } from "./runtime.ts"

/** Name of this backend. */
export const backendName = "onnxruntime-node"

/** How a model is opened. */
export interface OpenOptions {
  readonly device: Device
  readonly threads: number
  readonly optimization: Optimization
  /** Further settings that change bits. */
  readonly settings?: Settings
}

/**
 * Opens a model on a device that is present.
 *
 * @throws PamiError `BACKEND_UNAVAILABLE`, `MODEL_UNSUPPORTED`, `MODEL_TRUNCATED`, `MODEL_FAILED`
 */
export async function open(
  files: Examined,
  { device, threads, optimization, settings: further }: OpenOptions,
): Promise<Model> {
  const { file, model, bytes, external, header } = files
  const version = versionOf(await loadRuntime())
  // Runs on a device follow one another anyway, and on CUDA memory grows with each thread that runs a session
  // (https://github.com/microsoft/onnxruntime/issues/29351): one lane, which is one thread.
  const plan = device === "cpu" ? planLanes(threads, bytes, weightBytes) : [threads]
  const opened = await openSession(files, device, optimization, plan).catch((error) => {
    throw loadError(error, file, version)
  })
  const limits = (inputs: readonly TensorInfo[]) => limitsOn(device, plan, inputs)
  try {
    const digests = await digestsOf([model, ...external.map(({ file }) => file)])
    const weights = external.map(({ name, file }) => [name, digests.get(file)!])
    const settings = {
      runtime: `${backendName} ${version}`,
      device,
      architecture: process.arch,
      optimization,
      ...further,
      ...(weights.length > 0 && { externalData: Object.fromEntries(weights) }),
    }
    const digest = digests.get(model)!
    const facts = { backend: backendName, file, version, header, digest, settings, limits }
    return modelOf(opened.session, opened.isPartial ? { ...facts, findings: [partial(device)] } : facts)
  } catch (error) {
    await opened.session.release()
    throw error
  }
}

/** Opens a session in each lane of a plan; on a device, with the processor for what the device lacks only if need be. */
async function openSession(
  { model, external }: Examined,
  device: Device,
  optimization: Optimization,
  plan: readonly number[],
): Promise<{ session: OnnxSession; isPartial: boolean }> {
  const own = typeof model === "string" ? model : ownBytes(model)
  const externalData = external.flatMap(({ name, file }) =>
    typeof file === "string" ? [] : [{ path: name, data: ownBytes(file) }],
  )
  const openOn = (only: typeof deviceOnly | undefined) => {
    const openings = plan.map((intraOpNumThreads) => ({
      model: own,
      options: {
        ...sessionOptions,
        executionProviders: providersOf(device),
        graphOptimizationLevel: optimization,
        intraOpNumThreads,
        extra: { session: { ...sessionOptions.extra.session, ...only } },
        ...(externalData.length > 0 && { externalData }),
      },
    }))
    return openSpread(openings, laneAt)
  }
  if (device === "cpu") return { session: await openOn(undefined), isPartial: false }
  try {
    return { session: await openOn(deviceOnly), isPartial: false }
  } catch (error) {
    if (!needsProcessor(error)) throw error
    return { session: await openOn(undefined), isPartial: true }
  }
}

const sessionOptions = {
  interOpNumThreads: 1,
  executionMode: "sequential",
  enableCpuMemArena: true,
  enableMemPattern: true,
  // Errors are thrown; the log on stderr would repeat them.
  logSeverityLevel: 4,
  // Threads that wait for work in a busy loop would slow down every other session.
  extra: { session: { force_spinning_stop: "1" } },
} as const satisfies InferenceSession.SessionOptions

function partial(device: Device): Finding {
  return {
    code: "DEVICE_PARTIAL",
    level: "note",
    message: `onnxruntime runs operators of the model that ${device} lacks, or that work on shapes, on the processor`,
    fix: 'none needed for the map; if it is slow, compare with the device "cpu"',
  }
}

// Every lane holds the weights.
const weightBytes = 256 * 2 ** 20
// Bytes of a batch for each thread of a lane, up to two. Larger batches leave the cache of a core and take more memory;
// larger batches of small items gain nothing.
const fastestBytes = 1.25 * 2 ** 20
const fastestBatch = 8
// Assumed for a free axis: the side of the most common images.
const usualLength = 224

function limitsOn(device: Device, plan: readonly number[], inputs: readonly TensorInfo[]): Model["limits"] {
  // One for each lane, and one that is ready when the lane has finished the first.
  const preferredRuns = 2 * plan.length
  if (device !== "cpu") return { ...limitsOf(inputs, fastestBatch), preferredRuns }
  const items = inputs.map(({ shape }) => sizeOf(shape.slice(1).map((length) => length ?? usualLength)))
  const bytes = 4 * Math.max(...items)
  const batch = Math.max(2, Math.min(fastestBatch, Math.floor((Math.min(2, plan[0]) * fastestBytes) / bytes)))
  return { ...limitsOf(inputs, batch), preferredRuns }
}
