import { checkCount } from "@pami/backend-kit"
import { type Backend, contractVersion, type Model, type ModelSource } from "@pami/core"
import { checkOptimization, type Optimization } from "@pami/onnxruntime-common"
import { type Device, devices, isDevice } from "./devices/devices.ts"
import { loadTested } from "./load-tested.ts"
import { examine } from "./examine.ts"
import { backendName, open } from "./open.ts"
import { defaultThreads } from "./threads.ts"

/** Options of {@link onnxruntimeNode}. */
export interface OnnxruntimeNodeOptions {
  /**
   * The device that models run on. Default `"cpu"`. On another, `load` compares the outputs for a few random items with
   * those of the processor. A device that is absent is refused with the reason.
   */
  readonly device?: Device
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

// More than any machine has processors; each thread takes memory at once.
const mostThreads = 1024

/**
 * Creates a backend that runs ONNX models with onnxruntime-node, on the processor or another device.
 *
 * `load` takes the path of a file (or its `file:` address), with weights files in or below its folder, or the bytes of all
 * files by name. The native library is loaded by the first `load` or `available`. Runs execute in worker threads and do not
 * block the caller's; on the processor, concurrent runs each use a part of `threads`, on another device they follow one
 * another in one thread. The worker threads serve all models of the process and end soon after the last is disposed; while
 * idle, they do not keep the process alive.
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
  const { device = "cpu", threads = defaultThreads(), optimization = "all" } = options
  if (!isDevice(device))
    throw new RangeError(`device must be one of ${devices.join(", ")}, got "${String(device)}"`)
  checkCount("threads", threads, mostThreads)
  checkOptimization(optimization)

  async function load(source: ModelSource): Promise<Model> {
    const files = await examine(source)
    return (device === "cpu" ? open : loadTested)(files, { device, threads, optimization })
  }

  return { contract: contractVersion, name: backendName, formats: ["onnx"], load }
}
