import {
  batchFirst,
  checkFeeds,
  type DeclaredTensor,
  type OnnxHeader,
  type OnnxValue,
  type Session,
} from "@pami/backend-kit"
import {
  contractVersion,
  type Feeds,
  type Model,
  PamiError,
  type Tensor,
  type TensorInfo,
  type Tensors,
  type UnusableOutput,
} from "@pami/core"
import type { InferenceSession } from "onnxruntime-common"
import { plainWords } from "./errors.ts"
import { declaredTensor } from "./tensors.ts"

/** Facts of onnxruntime about an opened model. */
export type SessionFacts = Pick<InferenceSession, "inputMetadata" | "outputMetadata">

/** A session of onnxruntime, in this thread or in others. */
export type OnnxSession = Session<SessionFacts>

/** Facts about a model that its session does not know. */
export interface ModelFacts extends Pick<Model, "backend" | "digest" | "settings" | "findings"> {
  /** Name of the model's file, for messages. */
  readonly file: string
  /** Version of the runtime: `"1.30.0"`. */
  readonly version: string
  readonly header: OnnxHeader
  /** Returns the model's limits, given its inputs. */
  limits(inputs: readonly TensorInfo[]): Model["limits"]
}

/**
 * Returns a session as a model.
 *
 * @throws PamiError `MODEL_UNSUPPORTED` when an input, or every output, is not a tensor of numbers
 */
export function modelOf(session: OnnxSession, facts: ModelFacts): Model {
  const { file, version, header, limits, ...identity } = facts
  const { metadata, activations } = header
  const { inputMetadata, outputMetadata } = session.facts
  const values = new Map([...header.inputs, ...header.outputs].map((value) => [value.name, value]))
  const given = outputMetadata.map((metadata) => declaredTensor(metadata, values.get(metadata.name)))
  const leftOut = outputMetadata
    .filter((_, index) => given[index] === undefined)
    .map((metadata) => unusableOutput(metadata, values.get(metadata.name)))
  const declared = given.filter((info) => info !== undefined)
  if (declared.length === 0) {
    const found = leftOut.map(({ name, reason }) => `"${name}" ${reason}`).join("; ") || "it has none"
    throw new PamiError("MODEL_UNSUPPORTED", `no output of ${file} is a tensor of numbers: ${found}`)
  }
  const layout = batchFirst(
    inputMetadata.map((metadata) => expectInput(metadata, values.get(metadata.name), file)),
    declared,
  )
  const { inputs, outputs } = layout
  const findings = [...(facts.findings ?? []), ...(layout.finding === undefined ? [] : [layout.finding])]
  const names = outputs.map((info) => info.name)
  const running = new Set<Promise<unknown>>()
  let released: Promise<void> | undefined

  async function run(feeds: Feeds): Promise<Tensors> {
    if (released !== undefined) {
      throw new PamiError("MODEL_DISPOSED", `${file} was disposed of: load it again`)
    }
    // No input takes texts, so that all feeds are tensors.
    const fed = checkFeeds(inputs, feeds) as Tensor[]
    const named = fed.map((tensor, index) => [inputs[index].name, layout.toModel(index, tensor)] as const)
    const pending = session.run(Object.fromEntries(named), names)
    running.add(pending)
    try {
      const answers = await pending
      return Object.fromEntries(names.map((name, index) => [name, layout.fromModel(index, answers[name])]))
    } catch (cause) {
      const message = `onnxruntime ${version} failed while running ${file}: ${plainWords(cause)}`
      throw new PamiError("MODEL_FAILED", message, { cause })
    } finally {
      running.delete(pending)
    }
  }

  return {
    contract: contractVersion,
    ...identity,
    ...(findings.length > 0 && { findings }),
    ...(leftOut.length > 0 && { leftOut }),
    metadata,
    activations,
    inputs,
    outputs,
    limits: limits(inputs),
    run,
    dispose() {
      // After the runs that are in progress.
      released ??= Promise.allSettled(running).then(() => session.release())
      return released
    },
  }
}

function expectInput(
  metadata: InferenceSession.ValueMetadata,
  value: OnnxValue | undefined,
  file: string,
): DeclaredTensor {
  const info = declaredTensor(metadata, value)
  if (info !== undefined) return info
  const kind = metadata.isTensor ? metadata.type : "something other than a tensor"
  const message = `input "${metadata.name}" of ${file} takes ${kind}; float32, float16, float64, uint8, int8, int32, int64 and bool can be fed`
  throw new PamiError("MODEL_UNSUPPORTED", message)
}

function unusableOutput(
  metadata: InferenceSession.ValueMetadata,
  value: OnnxValue | undefined,
): UnusableOutput {
  const { name } = metadata
  if (metadata.isTensor)
    return { name, reason: `is a tensor of ${metadata.type}, whose elements cannot be read` }
  const kind = value?.kind ?? "value of an unknown kind"
  const fix = kind.includes("map")
    ? 'export it with options={"zipmap": False} (scikit-learn), so that it is a tensor'
    : "export the model so that it returns a tensor"
  return { name, reason: `is a ${kind}: ${fix}` }
}
