import type { Backend, Model, ModelSource } from "@pami/core"
import {
  checkCount,
  checkOptimization,
  loadFault,
  modelOf,
  type Optimization,
} from "@pami/onnxruntime-common"
import type { InferenceSession } from "onnxruntime-node"
import { examine } from "./examine.ts"
import { digestOf } from "./file.ts"
import { loadRuntime, type Runtime, versionOf } from "./runtime.ts"
import { defaultThreads } from "./threads.ts"

/** Options of {@link onnxruntimeNode}. */
export interface OnnxruntimeNodeOptions {
  /**
   * Threads that one run uses, from 1. They change the speed, not one bit of the outputs. Default: one for each
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
// Where runs are fastest; larger batches leave the processor's cache.
const fastestBatch = 8

/**
 * Runs ONNX models on the processor with onnxruntime-node.
 *
 * `load` takes the path of a file (or its `file:` address), with weights in files next to it if it has such, or
 * the bytes of a model that is whole. Nothing native is loaded before. A run blocks the JavaScript thread that it
 * is called on; runs asked for at the same time follow one another.
 *
 * @throws RangeError on options outside their range
 */
export function onnxruntimeNode(options: OnnxruntimeNodeOptions = {}): Backend {
  const { threads = defaultThreads(), optimization = "all" } = options
  checkCount("threads", threads)
  checkOptimization(optimization)
  const sessionOptions: InferenceSession.SessionOptions = {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
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
    const { file, model, external } = await examine(source)
    const runtime = await loadRuntime()
    const version = versionOf(runtime)
    const session = await createSession(runtime, model, sessionOptions).catch((error) => {
      throw loadFault(error, file, version)
    })
    const weights = await Promise.all(external.map(async ({ name, path }) => [name, await digestOf(path)]))
    const settings = {
      runtime: `${name} ${version}`,
      device: "cpu",
      architecture: process.arch,
      optimization,
      ...(weights.length > 0 && { externalData: Object.fromEntries(weights) }),
    }
    const digest = await digestOf(model)
    return modelOf(runtime.Tensor, session, {
      backend: name,
      file,
      version,
      digest,
      settings,
      fastestBatch,
    })
  }

  return { name, formats: ["onnx"], load }
}

function createSession(
  runtime: Runtime,
  model: string | Uint8Array,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  return typeof model === "string"
    ? runtime.InferenceSession.create(model, options)
    : runtime.InferenceSession.create(model, options)
}
