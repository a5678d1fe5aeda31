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
import { batchFirst, checkFeeds, type DeclaredTensor } from "@pami/core/backend"
import type { InferenceSession } from "onnxruntime-common"
import { plainWords } from "./faults.ts"
import type { OnnxHeader } from "./header.ts"
import { declaredTensor } from "./tensors.ts"

/** What a model needs of a session. */
export interface Session extends Pick<
  InferenceSession,
  "inputMetadata" | "outputMetadata" | "outputNames" | "release"
> {
  run(feeds: Readonly<Record<string, Tensor>>, outputs: readonly string[]): Promise<Tensors>
}

/** What a session does not tell. */
export interface ModelFacts extends Pick<Model, "backend" | "digest" | "settings" | "findings"> {
  /** Name of the file, for messages. */
  readonly file: string
  /** Version of the runtime: `"1.30.0"`. */
  readonly version: string
  /** Of the file. */
  readonly header: OnnxHeader
  /** What callers plan with, for a model that takes these. */
  limits(inputs: readonly TensorInfo[]): Model["limits"]
}

/**
 * A session as a model of core.
 *
 * @throws PamiError `MODEL_UNSUPPORTED` when an input, or every output, is not a tensor of numbers
 */
export function modelOf(session: Session, facts: ModelFacts): Model {
  const { file, version, header, limits, ...identity } = facts
  const { kinds, metadata, activations } = header
  const given = session.outputMetadata.map((metadata) => declaredTensor(metadata, kinds))
  const leftOut = session.outputMetadata
    .filter((_, index) => given[index] === undefined)
    .map((metadata) => unusableOutput(metadata, kinds))
  const declared = given.filter((info) => info !== undefined)
  if (declared.length === 0) {
    const found = leftOut.map(({ name, reason }) => `"${name}" ${reason}`).join("; ") || "it has none"
    throw new PamiError("MODEL_UNSUPPORTED", `no output of ${file} is a tensor of numbers: ${found}`)
  }
  const layout = batchFirst(
    session.inputMetadata.map((metadata) => expectTensor(metadata, kinds, file)),
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
    // No input takes texts, and so nothing else is left here.
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
      // Runs that were asked for before are finished first.
      released ??= Promise.allSettled(running).then(() => session.release())
      return released
    },
  }
}

function expectTensor(
  metadata: InferenceSession.ValueMetadata,
  kinds: OnnxHeader["kinds"],
  file: string,
): DeclaredTensor {
  const info = declaredTensor(metadata, kinds)
  if (info !== undefined) return info
  const kind = metadata.isTensor ? metadata.type : "something other than a tensor"
  const message = `input "${metadata.name}" of ${file} takes ${kind}; float32, float16, float64, uint8, int8, int32, int64 and bool can be fed`
  throw new PamiError("MODEL_UNSUPPORTED", message)
}

function unusableOutput(
  metadata: InferenceSession.ValueMetadata,
  kinds: OnnxHeader["kinds"],
): UnusableOutput {
  const { name } = metadata
  if (metadata.isTensor)
    return { name, reason: `is a tensor of ${metadata.type}, whose numbers are not read` }
  const kind = kinds.get(name) ?? "something other than a tensor"
  const fix = kind.includes("map")
    ? 'export it with options={"zipmap": False} (scikit-learn), so that it is a tensor'
    : "export the model so that it gives a tensor"
  return { name, reason: `is a ${kind}: ${fix}` }
}
