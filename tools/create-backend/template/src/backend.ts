import { checkFeeds, digestOf, limitsOf } from "@pami/backend-kit"
import {
  type Backend,
  type BackendOptions,
  contractVersion,
  type Feeds,
  isPamiError,
  type Model,
  type ModelSource,
  PamiError,
  type Tensors,
} from "@pami/core"
import { inTurn } from "./in-turn.ts"
import { readModel } from "./read-model.ts"
import { runtime } from "./runtime.ts"

/** Name of the backend, as on the command line. */
export const name = "my-backend"

/**
 * Creates a backend that runs ONNX models.
 *
 * @throws RangeError on a device or a number of threads that it does not have
 */
export function myBackend(options: BackendOptions = {}): Backend {
  const { devices } = runtime
  const { device = devices[0], threads = 1 } = options
  if (!devices.includes(device))
    throw new RangeError(`${name} runs on ${devices.join(", ")}, not on "${device}"`)
  if (threads !== 1) throw new RangeError(`${name} runs on one thread, not on ${threads}`)
  return { contract: contractVersion, name, formats: ["onnx"], load }

  async function load(source: ModelSource): Promise<Model> {
    const model = await readModel(source)
    const { file, bytes, inputs, outputs } = model
    const unknown = model.operators.find((operator) => !runtime.has(operator))
    if (unknown !== undefined)
      throw new PamiError("MODEL_UNSUPPORTED", `${file} needs the operator ${unknown}, which ${name} lacks`)
    const version = await inTurn(() => runtime.start(device)).catch((cause: unknown) => {
      throw failure("BACKEND_UNAVAILABLE", `${name} does not start on ${device}`, cause)
    })
    const session = await inTurn(() => runtime.open(model, device)).catch((cause: unknown) => {
      throw failure("MODEL_FAILED", `${name} ${version} does not load ${file}`, cause)
    })
    let released: Promise<void> | undefined

    async function run(feeds: Feeds): Promise<Tensors> {
      if (released !== undefined)
        throw new PamiError("MODEL_DISPOSED", `${file} was disposed of: load it again`)
      const checked = checkFeeds(inputs, feeds)
      // No input takes texts, so that all feeds are tensors of numbers.
      const fed = Object.fromEntries(inputs.map((info, i) => [info.name, checked[i]])) as Tensors
      return inTurn(() => session.run(fed)).catch((cause: unknown) => {
        throw failure("MODEL_FAILED", `${name} ${version} failed while running ${file}`, cause)
      })
    }

    return {
      contract: contractVersion,
      backend: name,
      inputs,
      outputs,
      limits: limitsOf(inputs, runtime.fastestBatch),
      digest: await digestOf(bytes),
      // Everything that can change a bit of the outputs: add what else does.
      settings: { runtime: `${name} ${version}`, device },
      run,
      dispose() {
        // After the runs that are waiting or in progress.
        released ??= inTurn(() => session.release())
        return released
      },
    }
  }
}

/** Returns an error of the runtime with a code of the contract; an error that has one stays as it is. */
function failure(code: "BACKEND_UNAVAILABLE" | "MODEL_FAILED", what: string, cause: unknown): unknown {
  if (isPamiError(cause)) return cause
  return new PamiError(code, `${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
}
