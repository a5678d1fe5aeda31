import { joinBytes } from "@pami/backend-kit"
import { PamiError, type StringTensor, type Tensor } from "@pami/core"
import type { ServedTensor } from "../metadata/schema.ts"
import { datatypes, findOutside, type WireData } from "./datatypes.ts"
import { writeJson } from "./json.ts"

/** A request for inference: its body and headers. */
export interface InferRequest {
  readonly body: string | Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Returns the request for one run.
 *
 * @param inputs as the server declares them
 * @param fed tensors in their order, as the model has its axes
 * @param outputs names of the outputs that are asked for
 * @param isBinary whether tensors travel as bytes behind the JSON, in both directions
 * @throws PamiError `SHAPE_MISMATCH` for an element that the datatype of its input, or JSON, cannot carry
 */
export function encodeRequest(
  inputs: readonly ServedTensor[],
  fed: readonly (Tensor | StringTensor)[],
  outputs: readonly string[],
  isBinary: boolean,
): InferRequest {
  const bodies = fed.map((tensor, index) =>
    isBinary ? binaryOf(inputs[index], tensor) : jsonOf(inputs[index], tensor),
  )
  const entries = fed.map(({ shape }, index) => {
    const { name, datatype } = inputs[index]
    const body = bodies[index]
    const head = JSON.stringify({ name, datatype, shape }).slice(0, -1)
    return typeof body === "string"
      ? `${head},"data":${body}}`
      : `${head},"parameters":{"binary_data_size":${body.length}}}`
  })
  const asked = outputs.map((name) => ({ name, ...(isBinary && { parameters: { binary_data: true } }) }))
  const json = `{"inputs":[${entries.join()}],"outputs":${JSON.stringify(asked)}}`
  if (!isBinary) return { body: json, headers: { "content-type": "application/json" } }
  const head = new TextEncoder().encode(json)
  return {
    body: joinBytes([head, ...(bodies as Uint8Array[])]),
    headers: {
      "content-type": "application/octet-stream",
      "inference-header-content-length": String(head.length),
    },
  }
}

function wireOf({ name, datatype }: ServedTensor, { data }: Tensor): WireData {
  const type = datatypes[datatype]
  const outside = type.toWire === undefined ? -1 : findOutside(type, data)
  if (outside >= 0)
    throw new PamiError(
      "SHAPE_MISMATCH",
      `input "${name}" takes ${datatype}, which cannot hold ${data[outside]}, its element ${outside}`,
    )
  return type.toWire?.(data) ?? data
}

function binaryOf(input: ServedTensor, tensor: Tensor | StringTensor): Uint8Array {
  if (tensor.dtype === "string") return joinBytes(tensor.data.flatMap(withLength))
  const { buffer, byteOffset, byteLength } = wireOf(input, tensor)
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** Returns a text in UTF-8, behind its length in 4 bytes. */
function withLength(text: string): [Uint8Array, Uint8Array] {
  const bytes = new TextEncoder().encode(text)
  return [new Uint8Array(Uint32Array.of(bytes.length).buffer), bytes]
}

function jsonOf(input: ServedTensor, tensor: Tensor | StringTensor): string {
  if (tensor.dtype === "string") return JSON.stringify(tensor.data)
  const text = writeJson(datatypes[input.datatype], wireOf(input, tensor))
  if (text !== undefined) return text
  throw new PamiError(
    "SHAPE_MISMATCH",
    `input "${input.name}" holds NaN or an infinity, which JSON cannot carry: feed finite numbers, or set encoding to binary if the server takes it`,
  )
}
