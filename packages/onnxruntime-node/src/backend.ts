import {
  type Backend,
  contractVersion,
  type Model,
  type ModelSource,
  sizeOf,
  type TensorInfo,
} from "@pami/core"
import { limitsOf } from "@pami/core/backend"
import {
  checkCount,
  checkOptimization,
  loadFault,
  modelOf,
  openSpread,
  ownBytes,
  type Optimization,
  planLanes,
} from "@pami/onnxruntime-common"
import type { InferenceSession } from "onnxruntime-node"
import { examine } from "./examine.ts"
import { digestsOf } from "./file.ts"
import { laneAt } from "./lanes/lanes.ts"
import { loadRuntime, versionOf } from "./runtime.ts"
import { defaultThreads } from "./threads.ts"

/** Options of {@link onnxruntimeNode}. */
export interface OnnxruntimeNodeOptions {
  /**
   * Threads that runs use, all together, 1 to 1024. They change the speed, not one bit of the outputs. Default: one for each
   * physical core, at most `os.availableParallelism()`; where the system does not tell which logical processors
   * share a core (outside Linux), that number itself.
   */
  readonly threads?: number
  /**
   * How far onnxruntime rewrites the graph before it runs. Changes speed, and the last bits of the outputs, so it
   * is part of the settings. Default `"all"`.
   */
  readonly optimization?: Optimization
}

const name = "onnxruntime-node"

// More than any machine has processors; each takes memory at once.
const mostThreads = 1024

/**
 * Runs ONNX models on the processor with onnxruntime-node.
 *
 * `load` takes the path of a file (or its `file:` address), with weights in files next to it if it has such, or
 * the bytes of all files by name. Nothing native is loaded before. Runs go on in threads of their own and do not
 * block the caller's; several asked for at the same time run at the same time, each on one part of `threads`. Those
 * threads serve all models of the process and stay; idle, they do not keep it alive.
 *
 * @throws RangeError on options outside their range
 */
export function onnxruntimeNode(options: OnnxruntimeNodeOptions = {}): Backend {
  const { threads = defaultThreads(), optimization = "all" } = options
  checkCount("threads", threads, mostThreads)
  checkOptimization(optimization)
  const sessionOptions: InferenceSession.SessionOptions = {
    executionProviders: ["cpu"],
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: optimization,
    enableCpuMemArena: true,
    enableMemPattern: true,
    // What goes wrong comes as an error; the log on stderr would say it a second time.
    logSeverityLevel: 4,
    // Threads that wait for work in a busy loop would slow every other session down.
    extra: { session: { force_spinning_stop: "1" } },
  }

  async function load(source: ModelSource): Promise<Model> {
    const { file, model, bytes, external, header } = await examine(source)
    const version = versionOf(await loadRuntime())
    const plan = planLanes(threads, bytes, weightBytes)
    const own = typeof model === "string" ? model : ownBytes(model)
    const externalData = external.flatMap(({ name, file }) =>
      typeof file === "string" ? [] : [{ path: name, data: ownBytes(file) }],
    )
    const openings = plan.map((intraOpNumThreads) => ({
      model: own,
      options: { ...sessionOptions, intraOpNumThreads, ...(externalData.length > 0 && { externalData }) },
    }))
    const session = await openSpread(openings, laneAt).catch((error) => {
      throw loadFault(error, file, version)
    })
    const limits = (inputs: readonly TensorInfo[]) => limitsOn(plan.length, inputs)
    try {
      const digests = await digestsOf([model, ...external.map(({ file }) => file)])
      const weights = external.map(({ name, file }) => [name, digests.get(file)!])
      const settings = {
        runtime: `${name} ${version}`,
        device: "cpu",
        architecture: process.arch,
        optimization,
        ...(weights.length > 0 && { externalData: Object.fromEntries(weights) }),
      }
      const digest = digests.get(model)!
      return modelOf(session, { backend: name, file, version, header, digest, settings, limits })
    } catch (error) {
      await session.release()
      throw error
    }
  }

  return { contract: contractVersion, name, formats: ["onnx"], load }
}

// Every lane holds the weights.
const weightBytes = 256 * 2 ** 20
// Larger batches leave the cache of a core; those of small items gain nothing more.
const fastestBytes = 2.5 * 2 ** 20
const fastestBatch = 8
// For an axis that the model leaves open: that of the most common pictures.
const usualLength = 224

function limitsOn(lanes: number, inputs: readonly TensorInfo[]): Model["limits"] {
  const items = inputs.map(({ shape }) => sizeOf(shape.slice(1).map((length) => length ?? usualLength)))
  const bytes = 4 * Math.max(...items)
  const batch = Math.max(2, Math.min(fastestBatch, Math.floor(fastestBytes / bytes)))
  // One for each lane, and one more that is there when the lane has done the first.
  return { ...limitsOf(inputs, batch), preferredRuns: 2 * lanes }
}
