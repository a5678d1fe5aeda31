import { type BatchFirst, batchFirst, type DeclaredTensor } from "@pami/backend-kit"
import { PamiError, type UnusableOutput } from "@pami/core"
import type { ServedTensor } from "../metadata/schema.ts"
import { datatypes, texts } from "./datatypes.ts"

/** The inputs and outputs of a model, as the server and as PAMI have them. */
export interface Declared {
  readonly inputs: readonly ServedTensor[]
  /** Those that can be read. */
  readonly outputs: readonly ServedTensor[]
  readonly leftOut: readonly UnusableOutput[]
  /** The same with the batch as axis 0. */
  readonly layout: BatchFirst
}

/**
 * Returns what a model takes and gives.
 *
 * @param maxBatch most items of a run: above 0, axis 0 of each tensor is the batch. Undefined if the server does not say
 * @param place address, for messages
 * @throws PamiError `MODEL_UNSUPPORTED` for an input that cannot be fed, or without an output that can be read
 */
export function readDeclared(
  { inputs, outputs }: Pick<Declared, "inputs" | "outputs">,
  maxBatch: number | undefined,
  place: string,
): Declared {
  const unsupported = (problem: string) => new PamiError("MODEL_UNSUPPORTED", `${place} ${problem}`)
  for (const [kind, list] of Object.entries({ inputs, outputs }))
    if (list.length === 0)
      throw unsupported(
        `declares no ${kind}: declare them in the settings of the model on the server (model-settings.json of MLServer, get_${kind.slice(0, -1)}_types of KServe), or give openInference the option ${kind}`,
      )
  const known = Object.keys(datatypes).join(", ")
  const foreign = inputs.find(({ datatype }) => datatype !== texts && !Object.hasOwn(datatypes, datatype))
  if (foreign !== undefined)
    throw unsupported(
      `takes ${foreign.datatype} for input "${foreign.name}"; ${known} and ${texts} can be fed`,
    )
  const readable = outputs.filter(({ datatype }) => Object.hasOwn(datatypes, datatype))
  const leftOut = outputs
    .filter((output) => !readable.includes(output))
    .map(({ name, datatype }) => ({
      name,
      reason: `is a tensor of ${datatype}, whose elements are not numbers`,
    }))
  if (readable.length === 0)
    throw unsupported(
      `gives no tensor of numbers: ${leftOut.map(({ name, reason }) => `"${name}" ${reason}`).join("; ")}`,
    )
  const declared = (tensor: ServedTensor): DeclaredTensor => {
    const { name, datatype, shape } = tensor
    const dtype = datatype === texts ? "string" : datatypes[datatype].dtype
    const hasBatch = maxBatch !== undefined && maxBatch > 0
    return {
      name,
      dtype,
      shape,
      axes: shape.map((_, axis) => (hasBatch && axis === 0 ? "batch" : undefined)),
      hasShape: true,
    }
  }
  const layout = batchFirst(inputs.map(declared), readable.map(declared))
  return { inputs, outputs: readable, leftOut, layout }
}
