import { type Feeds, type Model, PamiError, type Tensor, type TensorInfo, type Tensors } from "@pami/core"
import { checkFeeds } from "@pami/core/backend"
import type { InferenceSession } from "onnxruntime-common"
import { plainWords } from "./faults.ts"
import { tensorInfo } from "./tensors.ts"

/** What a model needs of a session. */
export interface Session extends Pick<
  InferenceSession,
  "inputMetadata" | "outputMetadata" | "outputNames" | "release"
> {
  run(feeds: Readonly<Record<string, Tensor>>, outputs: readonly string[]): Promise<Tensors>
}

/** What a session does not tell. */
export interface ModelFacts extends Pick<
  Model,
  "backend" | "digest" | "settings" | "findings" | "metadata" | "activations"
> {
  /** Name of the file, for messages. */
  readonly file: string
  /** Version of the runtime: `"1.30.0"`. */
  readonly version: string
  /** What callers plan with, for a model that takes these. */
  limits(inputs: readonly TensorInfo[]): Model["limits"]
}

/**
 * A session as a model of core.
 *
 * @throws PamiError `MODEL_UNSUPPORTED` when an input, or every output, is not a tensor of numbers
 */
export function modelOf(session: Session, facts: ModelFacts): Model {
  const { file, version, limits, ...identity } = facts
  const inputs = session.inputMetadata.map((metadata) => inputInfo(metadata, file))
  const outputs = session.outputMetadata.map(tensorInfo).filter((info) => info !== undefined)
  if (outputs.length === 0) {
    const fix = `export it so that it returns scores as a tensor (scikit-learn: options={"zipmap": False})`
    throw new PamiError(
      "MODEL_UNSUPPORTED",
      `no output of ${file} is a tensor of numbers (${list(session.outputNames)}): ${fix}`,
    )
  }
  const names = outputs.map((info) => info.name)
  const running = new Set<Promise<unknown>>()
  let released: Promise<void> | undefined

  async function run(feeds: Feeds): Promise<Tensors> {
    if (released !== undefined) {
      throw new PamiError("MODEL_DISPOSED", `${file} was disposed of: load it again`)
    }
    // No input takes texts, and so nothing else is left here.
    const fed = checkFeeds(inputs, feeds) as Tensor[]
    const named = fed.map((tensor, index) => [inputs[index].name, tensor] as const)
    const pending = session.run(Object.fromEntries(named), names)
    running.add(pending)
    try {
      return await pending
    } catch (cause) {
      const message = `onnxruntime ${version} failed while running ${file}: ${plainWords(cause)}`
      throw new PamiError("MODEL_FAILED", message, { cause })
    } finally {
      running.delete(pending)
    }
  }

  return {
    ...identity,
    inputs,
    outputs,
    limits: limits(inputs),
    run,
    dispose() {
      // Runs that were asked for before are finished first.
      released ??= Promise.allSettled(running).then(() => session.release())
      return released
    },
  }
}

function inputInfo(metadata: InferenceSession.ValueMetadata, file: string): TensorInfo {
  const info = tensorInfo(metadata)
  if (info !== undefined) return info
  const kind = metadata.isTensor ? metadata.type : "something other than a tensor"
  const message = `input "${metadata.name}" of ${file} takes ${kind}; float32, float16, float64, uint8, int8, int32, int64 and bool can be fed`
  throw new PamiError("MODEL_UNSUPPORTED", message)
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ") || "none"
}
