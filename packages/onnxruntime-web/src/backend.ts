import { planLanes } from "@pami/backend-kit"
import {
  type Backend,
  contractVersion,
  type Finding,
  type Model,
  type ModelSource,
  PamiError,
} from "@pami/core"
import { difference, trial } from "@pami/onnxruntime-common"
import { type Device, presence } from "./devices.ts"
import { fixAxes } from "./fix-axes.ts"
import { takeLane } from "./lanes/lanes.ts"
import { type OnnxFiles, readFiles } from "./onnx-files.ts"
import { open } from "./open.ts"
import { checkOptions, type OnnxruntimeWebOptions } from "./options.ts"
import { inThisThread, inWorkers } from "./run-locations.ts"
import { startRuntime, type Runtime } from "./runtime.ts"
import { defaultThreads } from "./threads.ts"

/**
 * Creates a backend that runs ONNX models in browsers and in Node with onnxruntime-web.
 *
 * `load` takes an address (in Node also a path), with weights files in or below its folder; the bytes of a model without
 * other files; or the bytes of all files by name. The runtime is fetched by the first `load` or `available`. A device other
 * than wasm is tested at each load on a few random items: if it fails, or its outputs differ from those of wasm, the model
 * runs on wasm, and its findings say so (`DEVICE_REPLACED`).
 *
 * On wasm in a browser, runs execute in workers and do not block the caller's thread; concurrent runs each use a part of
 * `threads`. Elsewhere runs follow one another in the caller's thread.
 *
 * @throws RangeError on options out of range
 * @example
 * ```ts
 * import { models } from "@pami/zoo"
 *
 * const model = await onnxruntimeWeb().load(models.scenes.onnx) // or an address, in Node a path, or bytes
 * console.log(model.settings.device) // wasm
 * await model.dispose()
 * ```
 */
export function onnxruntimeWeb(options: OnnxruntimeWebOptions = {}): Backend {
  checkOptions(options)

  async function load(source: ModelSource): Promise<Model> {
    const choice = await choose(options.device ?? "wasm")
    if (choice.device === "wasm") return loadOnWasm(source, options)
    // Fetches files while the runtime starts.
    const [runtime, files] = await Promise.all([startRuntime(choice.device, options), readFiles(source)])
    return loadTested(files, options, choice, runtime)
  }

  return { contract: contractVersion, name: "onnxruntime-web", formats: ["onnx"], load }
}

/** A device that is present, and the adapter behind it if the platform names it. */
interface Choice {
  readonly device: Device
  readonly adapter?: string | undefined
}

async function choose(wanted: Device | "auto"): Promise<Choice> {
  const device = wanted === "auto" ? "webgpu" : wanted
  const found = await presence(device)
  // A software adapter is slower than wasm.
  if (wanted === "auto" && (!found.present || found.software)) return { device: "wasm" }
  if (found.present) return { device, adapter: found.adapter }
  const message = `${found.reason}: use the device "wasm", or "auto" for the fastest device present`
  throw new PamiError("BACKEND_UNAVAILABLE", message)
}

async function loadOnWasm(source: ModelSource, options: OnnxruntimeWebOptions): Promise<Model> {
  // Starts the runtime while files are fetched, whose size is not known yet.
  const early = takeLane(planFor(options)[0], options).catch(() => undefined)
  try {
    return await openOnWasm(await readFiles(source), options)
  } finally {
    void early.then((held) => held?.release())
  }
}

/** Opens a model on wasm: in workers, or in this thread if no worker starts. */
async function openOnWasm(
  files: OnnxFiles,
  options: OnnxruntimeWebOptions,
  findings?: readonly Finding[],
): Promise<Model> {
  const plan = planFor(options, files)
  const first = await takeLane(plan[0], options)
  const location =
    first === undefined
      ? inThisThread(await startRuntime("wasm", options), "wasm")
      : inWorkers(first, plan, options)
  return open(files, options, location, findings)
}

// Every lane holds the weights, and tabs have little memory.
const weightBytes = 128 * 2 ** 20

/** Returns the number of threads of each lane. */
function planFor({ threads = defaultThreads() }: OnnxruntimeWebOptions, files?: OnnxFiles): number[] {
  const weights = files?.external.map(({ data }) => data.byteLength) ?? []
  const bytes = weights.reduce((sum, length) => sum + length, files?.model.byteLength ?? 0)
  return planLanes(threads, bytes, weightBytes)
}

/** Opens a model on a device if its outputs agree with those of wasm, else on wasm, with a finding that says why. */
async function loadTested(
  files: OnnxFiles,
  options: OnnxruntimeWebOptions,
  { device, adapter }: Choice,
  runtime: Runtime,
): Promise<Model> {
  let model: Model | undefined
  let trusted: Model | undefined
  let problem: string | undefined
  try {
    const fixed = device === "webnn" ? await fixAxes(files, options, runtime) : options
    // The build for accelerators has wasm too.
    trusted = await open(files, fixed, inThisThread(runtime, "wasm"))
    model = await open(files, fixed, inThisThread(runtime, device, adapter))
    problem = await difference(model, await trial(trusted))
  } catch (error) {
    problem = (error as Error).message
  }
  await trusted?.dispose()
  if (model !== undefined && problem === undefined) return model
  await model?.dispose()
  return openOnWasm(files, options, [replaced(device, problem ?? "")])
}

function replaced(device: Device, problem: string): Finding {
  return {
    code: "DEVICE_REPLACED",
    level: "warning",
    message: `the model runs on wasm, as it failed the test on ${device}: ${problem}`,
    fix: 'none needed if wasm is fast enough: its outputs are correct; the device "wasm" loads without the test',
  }
}
