import { checkCount, limitsOf, openSpread, ownBytes, planLanes } from "@pami/backend-kit"
import { type Backend, contractVersion, type Model, type ModelSource, type TensorInfo } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { checkOptimization, loadError, modelOf, type Optimization } from "@pami/onnxruntime-common"
import type { InferenceSession } from "onnxruntime-node"
import { examine } from "./examine.ts"
import { digestsOf } from "./file.ts"
import { laneAt } from "./lanes/lanes.ts"
import { loadRuntime, versionOf } from "./runtime.ts"
import { defaultThreads } from "./threads.ts"

/** Options of {@link onnxruntimeNode}. */
export interface OnnxruntimeNodeOptions {
  /**
   * Threads of all runs together, 1 to 1024. They change the speed, not one bit of the outputs. Default: one for each
   * physical core, at most `os.availableParallelism()`; outside Linux, which alone says which logical processors share a
   * core, `os.availableParallelism()`.
   */
  readonly threads?: number
  /**
   * How far onnxruntime rewrites the graph before it runs it. This changes the speed and the last bits of the outputs, so
   * it is part of the model's settings. Default `"all"`.
   */
  readonly optimization?: Optimization
}

const name = "onnxruntime-node"

// More than any machine has processors; each thread takes memory at once.
const mostThreads = 1024

/**
 * Creates a backend that runs ONNX models on the processor with onnxruntime-node.
 *
 * `load` takes the path of a file (or its `file:` address), with weights files in or below its folder, or the bytes of all
 * files by name. The native library is loaded by the first `load` or `available`. Runs execute in worker threads and do not
 * block the caller's; concurrent runs each use a part of `threads`. The worker threads serve all models of the process and
 * end soon after the last is disposed; while idle, they do not keep the process alive.
 *
 * @throws RangeError on options out of range
 * @example
 * ```ts
 * const model = await onnxruntimeNode().load(source) // a path such as "squeezenet.onnx", or bytes
 * console.log(model.settings.device) // cpu
 * await model.dispose()
 * ```
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
    // Errors are thrown; the log on stderr would repeat them.
    logSeverityLevel: 4,
    // Threads that wait for work in a busy loop would slow down every other session.
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
      throw loadError(error, file, version)
    })
    const limits = (inputs: readonly TensorInfo[]) => limitsOn(plan, inputs)
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
// Bytes of a batch for each thread of a lane, up to two. Larger batches leave the cache of a core and take more memory;
// larger batches of small items gain nothing.
const fastestBytes = 1.25 * 2 ** 20
const fastestBatch = 8
// Assumed for a free axis: the side of the most common images.
const usualLength = 224

function limitsOn(plan: readonly number[], inputs: readonly TensorInfo[]): Model["limits"] {
  const items = inputs.map(({ shape }) => sizeOf(shape.slice(1).map((length) => length ?? usualLength)))
  const bytes = 4 * Math.max(...items)
  const batch = Math.max(2, Math.min(fastestBatch, Math.floor((Math.min(2, plan[0]) * fastestBytes) / bytes)))
  // One for each lane, and one that is ready when the lane has finished the first.
  return { ...limitsOf(inputs, batch), preferredRuns: 2 * plan.length }
}
