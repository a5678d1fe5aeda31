import { type Backend, type Finding, type Model, type ModelSource, PamiError } from "@pami/core"
import { type Device, presence } from "./devices.ts"
import { fixAxes } from "./fix-axes.ts"
import { open } from "./open.ts"
import { checkOptions, type OnnxruntimeWebOptions } from "./options.ts"
import { startRuntime, type Runtime } from "./runtime.ts"
import { difference } from "./self-test.ts"
import { gather, type Source } from "./source.ts"

/**
 * Runs ONNX models in browsers and in Node with onnxruntime-web.
 *
 * `load` takes an address (in Node also a path), with weights in files next to it if it has such; the bytes of a
 * model that is whole; or the bytes of all files by name. Nothing is fetched before. A device other than wasm is
 * tried out at each load on a few random items: where it fails, or its answers are not those of wasm, the model runs
 * on wasm, and its findings say so (`DEVICE_REPLACED`). Runs asked for at the same time follow one another.
 *
 * @throws RangeError on options outside their range
 */
export function onnxruntimeWeb(options: OnnxruntimeWebOptions = {}): Backend {
  checkOptions(options)

  async function load(source: ModelSource): Promise<Model> {
    // Files are fetched while the device is looked for and its runtime starts.
    const [{ choice, runtime }, gathered] = await Promise.all([ready(options), gather(source)])
    return choice.device === "wasm"
      ? open(gathered, options, { runtime, device: "wasm" })
      : loadTested(gathered, options, choice, runtime)
  }

  return { name: "onnxruntime-web", formats: ["onnx"], load }
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

async function ready(options: OnnxruntimeWebOptions): Promise<{ choice: Choice; runtime: Runtime }> {
  const choice = await choose(options.device ?? "wasm")
  return { choice, runtime: await startRuntime(choice.device, options) }
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
    trusted = await open(source, fixed, { runtime, device: "wasm" })
    model = await open(source, fixed, { runtime, device, adapter })
    fault = await difference(model, trusted)
  } catch (error) {
    fault = (error as Error).message
  }
  await trusted?.dispose()
  if (model !== undefined && fault === undefined) return model
  await model?.dispose()
  const findings = [replaced(device, fault ?? "")]
  return open(source, options, { runtime: await startRuntime("wasm", options), device: "wasm", findings })
}

function replaced(device: Device, fault: string): Finding {
  return {
    code: "DEVICE_REPLACED",
    level: "warning",
    message: `the model runs on wasm, as it did not pass the test on ${device}: ${fault}`,
    fix: 'nothing, if wasm is fast enough: its answers are right; ask for the device "wasm" to load without the test',
  }
}
