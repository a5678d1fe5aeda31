import type { Reply } from "@pami/backend-kit/server"
import { apiError, shown } from "@pami/backend-kit/server"
import type { Tensor } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import { describeIssue } from "@pami/backend-kit"
import * as v from "valibot"
import type { ServedTensor } from "../metadata/schema.ts"
import { datatypes, findOutside, type WireData } from "./datatypes.ts"
import { readJsonData } from "./json.ts"

/** An answer of a server to a request for inference. */
export interface InferAnswer {
  /** In the order in which they were asked for. */
  readonly outputs: readonly Tensor[]
  /** The version that answered. Undefined if the server does not say. */
  readonly version: string | undefined
}

const length = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1))
const output = v.object({
  name: v.string(),
  datatype: v.string(),
  shape: v.pipe(
    v.array(v.union([length, v.pipe(v.string(), v.regex(/^\d{1,10}$/), v.transform(Number), length)])),
    v.maxLength(32),
  ),
  parameters: v.optional(v.nullable(v.object({ binary_data_size: v.optional(length) }), {}), {}),
  data: v.optional(v.unknown()),
})
const answer = v.object({
  model_version: v.optional(v.nullable(v.string(), ""), ""),
  outputs: v.pipe(v.array(output), v.maxLength(1000)),
})

// Memory and time of parsing are many times those of bytes. Known shapes bound the answer before it is received.
const mostJson = 2 ** 25

type Output = v.InferOutput<typeof output>

/**
 * Returns the outputs in an answer. Every size that the answer states is compared with its bytes before memory is taken.
 *
 * @param asked the outputs that were asked for, as the server declares them
 * @param place address, for messages
 * @throws PamiError `API_ANSWER_INVALID`
 */
export function decodeAnswer(
  reply: Pick<Reply, "bytes" | "header">,
  asked: readonly ServedTensor[],
  place: string,
): InferAnswer {
  const wrong = (problem: string, cause?: unknown) =>
    apiError(
      "API_ANSWER_INVALID",
      `the answer of ${place} cannot be read: ${problem}. Look at the log of the server, and whether it speaks the Open Inference Protocol, version 2.`,
      { cause },
    )
  const head = headOf(reply, wrong)
  if (head > mostJson && asked.some(({ shape }) => shape.slice(1).includes(null)))
    throw wrong(
      `it has ${head} bytes of JSON, of at most ${mostJson}: let the server send bytes, or lower the batch`,
    )
  const json = parse(reply.bytes.subarray(0, head), wrong)
  const { success, output: parsed, issues } = v.safeParse(answer, json, { abortEarly: true })
  if (!success) throw wrong(`${describeIssue(issues[0])}${errorIn(json)}`)
  const places = placesOf(parsed.outputs, head, reply.bytes.length, wrong)
  const outputs = asked.map((declared) => {
    const found = parsed.outputs.filter(({ name }) => name === declared.name)
    const name = shown(declared.name)
    if (found.length !== 1) throw wrong(`it has output "${name}" ${found.length} times`)
    const [output] = found
    if (output.datatype !== declared.datatype)
      throw wrong(`output "${name}" is ${shown(output.datatype)}, declared as ${declared.datatype}`)
    if (!fits(output.shape, declared.shape))
      throw wrong(
        `output "${name}" has the shape ${formatShape(output.shape)}, declared as ${formatShape(declared.shape)}`,
      )
    try {
      return tensorOf(output, reply.bytes, places.get(output))
    } catch (cause) {
      throw wrong(`output "${name}": ${(cause as Error).message}`, cause)
    }
  })
  return { outputs, version: parsed.model_version === "" ? undefined : parsed.model_version }
}

type Wrong = (problem: string, cause?: unknown) => Error

/** Returns the number of bytes of the JSON, at the start of the body. */
function headOf({ bytes, header }: Pick<Reply, "bytes" | "header">, wrong: Wrong): number {
  const stated = header("inference-header-content-length")
  if (stated === null) return bytes.length
  const head = /^\d{1,10}$/.test(stated) ? Number(stated) : NaN
  if (head >= 1 && head <= bytes.length) return head
  throw wrong(
    `its header says that ${shown(stated)} of its ${bytes.length} bytes are JSON; a truncated answer, or a wrong header`,
  )
}

function parse(bytes: Uint8Array, wrong: Wrong): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    const start = shown(new TextDecoder().decode(bytes.subarray(0, 80)))
    throw wrong(
      `expected JSON, got "${start}" (a page sees binary answers only if the server exposes the header Inference-Header-Content-Length; NaN is not JSON)`,
      cause,
    )
  }
}

/** Returns where the bytes of each binary output are. */
function placesOf(
  outputs: readonly Output[],
  head: number,
  end: number,
  wrong: Wrong,
): ReadonlyMap<Output, readonly [from: number, to: number]> {
  const places = new Map<Output, readonly [from: number, to: number]>()
  let at = head
  for (const output of outputs) {
    const size = output.parameters.binary_data_size
    if (size === undefined) continue
    places.set(output, [at, at + size])
    at += size
  }
  if (at !== end) throw wrong(`its tensors state ${at - head} bytes, it has ${end - head}`)
  return places
}

function fits(shape: readonly number[], declared: ServedTensor["shape"]): boolean {
  return (
    shape.length === declared.length && shape.every((length, axis) => (declared[axis] ?? length) === length)
  )
}

function tensorOf(
  { datatype, shape, data }: Output,
  bytes: Uint8Array<ArrayBuffer>,
  place: readonly [from: number, to: number] | undefined,
): Tensor {
  const type = datatypes[datatype]
  const length = shape.reduce((size, axis) => size * axis, 1)
  let wire: WireData
  if (place === undefined) wire = readJsonData(type, data, shape.length, length)
  else {
    const [from, to] = place
    const Wire = type.Wire as unknown as BinaryArray
    if (to - from !== length * Wire.BYTES_PER_ELEMENT)
      throw new Error(
        `${formatShape(shape)} of ${datatype} takes ${length * Wire.BYTES_PER_ELEMENT} bytes, it has ${to - from}`,
      )
    // Copied: the start may not be aligned, and the rest of the answer is not kept.
    wire = new Wire(bytes.slice(from, to).buffer)
  }
  if (type.fromWire !== undefined && findOutside(type, wire) >= 0)
    throw new Error(`it holds an integer of ${datatype} that 64 signed bits cannot`)
  return { dtype: type.dtype, shape, data: type.fromWire?.(wire) ?? (wire as Tensor["data"]) }
}

interface BinaryArray {
  new (buffer: ArrayBuffer): WireData
  readonly BYTES_PER_ELEMENT: number
}

/** Servers may answer with an error and the status of a success. */
function errorIn(json: unknown): string {
  const error = (json as { readonly error?: unknown } | null)?.error
  return typeof error === "string" ? `; it says "${shown(error)}"` : ""
}
