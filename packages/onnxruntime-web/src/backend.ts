import {
  type Backend,
  contractVersion,
  type Finding,
  type Model,
  type ModelSource,
  PamiError,
} from "@pami/core"
import { planLanes } from "@pami/onnxruntime-common"
import { type Device, presence } from "./devices.ts"
import { fixAxes } from "./fix-axes.ts"
import { takeLane } from "./lanes/lanes.ts"
import { open } from "./open.ts"
import { checkOptions, type OnnxruntimeWebOptions } from "./options.ts"
import { here, onLanes } from "./places.ts"
import { startRuntime, type Runtime } from "./runtime.ts"
import { difference } from "./self-test.ts"
import { gather, type Source } from "./source.ts"
import { defaultThreads } from "./threads.ts"

/**
 * Runs ONNX models in browsers and in Node with onnxruntime-web.
 *
 * `load` takes an address (in Node also a path), with weights in files next to it if it has such; the bytes of a
 * model that is whole; or the bytes of all files by name. Nothing is fetched before. A device other than wasm is
 * tried out at each load on a few random items: where it fails, or its answers are not those of wasm, the model runs
 * on wasm, and its findings say so (`DEVICE_REPLACED`).
 *
 * On wasm in a browser, runs go on in workers and do not block the caller's thread; several asked for at the same time
 * run at the same time, each on one part of `threads`. Elsewhere they follow one another in the caller's thread.
 *
 * @throws RangeError on options outside their range
 */
export function onnxruntimeWeb(options: OnnxruntimeWebOptions = {}): Backend {
  checkOptions(options)

  async function load(source: ModelSource): Promise<Model> {
    const choice = await choose(options.device ?? "wasm")
    if (choice.device === "wasm") return loadOnWasm(source, options)
    // Files are fetched while the runtime starts.
    const [runtime, gathered] = await Promise.all([startRuntime(choice.device, options), gather(source)])
    return loadTested(gathered, options, choice, runtime)
  }

  return { contract: contractVersion, name: "onnxruntime-web", formats: ["onnx"], load }
}

/** A device that is there, and the adapter behind it where the platform names one. */
interface Choice {
  readonly device: Device
  readonly adapter?: string | undefined
}

async function choose(wanted: Device | "auto"): Promise<Choice> {
  const device = wanted === "auto" ? "webgpu" : wanted
  const found = await presence(device)
  // A graphics adapter made of software is slower than wasm.
  if (wanted === "auto" && (!found.present || found.software)) return { device: "wasm" }
  if (found.present) return { device, adapter: found.adapter }
  const message = `${found.reason}: use the device "wasm", or "auto" for whatever is there`
  throw new PamiError("BACKEND_UNAVAILABLE", message)
}

async function loadOnWasm(source: ModelSource, options: OnnxruntimeWebOptions): Promise<Model> {
  // The runtime starts while files are fetched, whose size is not known yet.
  const early = takeLane(planFor(options)[0], options).catch(() => undefined)
  try {
    return await openOnWasm(await gather(source), options)
  } finally {
    void early.then((held) => held?.release())
  }
}

/** In workers, or where there are none in this thread. */
async function openOnWasm(
  source: Source,
  options: OnnxruntimeWebOptions,
  findings?: readonly Finding[],
): Promise<Model> {
  const plan = planFor(options, source)
  const first = await takeLane(plan[0], options)
  const place =
    first === undefined ? here(await startRuntime("wasm", options), "wasm") : onLanes(first, plan, options)
  return open(source, options, place, findings)
}

// Every lane holds the weights, and tabs have little memory.
const weightBytes = 128 * 2 ** 20

/** Threads of each lane. */
function planFor({ threads = defaultThreads() }: OnnxruntimeWebOptions, source?: Source): number[] {
  const weights = source?.external.map(({ data }) => data.byteLength) ?? []
  const bytes = weights.reduce((sum, length) => sum + length, source?.model.byteLength ?? 0)
  return planLanes(threads, bytes, weightBytes)
}

/** On the device where its answers are those of wasm, else on wasm with a finding that says why. */
async function loadTested(
  source: Source,
  options: OnnxruntimeWebOptions,
  { device, adapter }: Choice,
  runtime: Runtime,
): Promise<Model> {
  let model: Model | undefined
  let trusted: Model | undefined
  let fault: string | undefined
  try {
    const fixed = device === "webnn" ? await fixAxes(source, options, runtime) : options
    // The build for accelerators runs on wasm, too.
    trusted = await open(source, fixed, here(runtime, "wasm"))
    model = await open(source, fixed, here(runtime, device, adapter))
    fault = await difference(model, trusted)
  } catch (error) {
    fault = (error as Error).message
  }
  await trusted?.dispose()
  if (model !== undefined && fault === undefined) return model
  await model?.dispose()
  return openOnWasm(source, options, [replaced(device, fault ?? "")])
}

function replaced(device: Device, fault: string): Finding {
  return {
    code: "DEVICE_REPLACED",
    level: "warning",
    message: `the model runs on wasm, as it did not pass the test on ${device}: ${fault}`,
    fix: 'nothing, if wasm is fast enough: its answers are right; ask for the device "wasm" to load without the test',
  }
}
