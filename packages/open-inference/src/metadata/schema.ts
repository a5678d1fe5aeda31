import { describeIssue } from "@pami/backend-kit"
import { PamiError } from "@pami/core"
import * as v from "valibot"

const text = v.pipe(v.string(), v.maxLength(1000))
// Proxies that translate from gRPC write integers of 64 bits as text.
const whole = v.union([
  v.pipe(v.number(), v.integer()),
  v.pipe(v.string(), v.regex(/^-?\d{1,10}$/), v.transform(Number)),
])
const axis = v.pipe(
  whole,
  v.check((length) => length === -1 || (length >= 1 && length < 2 ** 31), "-1 or from 1 to 2147483647"),
  v.transform((length) => (length === -1 ? null : length)),
)
const tensor = v.object({
  name: v.pipe(text, v.nonEmpty()),
  datatype: text,
  shape: v.pipe(v.array(axis), v.maxLength(32)),
})
const tensors = v.optional(v.nullable(v.pipe(v.array(tensor), v.maxLength(1000)), []), [])

const model = v.object({
  name: text,
  versions: v.optional(v.nullable(v.pipe(v.array(text), v.maxLength(1000)), []), []),
  platform: v.optional(v.nullable(text, ""), ""),
  inputs: tensors,
  outputs: tensors,
})

const server = v.object({
  name: v.optional(text, ""),
  version: v.optional(text, ""),
  extensions: v.optional(v.pipe(v.array(text), v.maxLength(1000)), []),
})

// An absent number is 0 where protobuf writes JSON.
const configuration = v.object({
  max_batch_size: v.optional(v.pipe(whole, v.minValue(0), v.maxValue(2 ** 31 - 1)), 0),
})

/** An input or output, as the server declares it: `null` marks a free axis. */
export type ServedTensor = v.InferOutput<typeof tensor>
/** The metadata of a model. */
export type ModelMetadata = v.InferOutput<typeof model>
/** The metadata of a server. */
export type ServerMetadata = v.InferOutput<typeof server>

/**
 * Returns the metadata of a model, checked.
 *
 * @param place address, for messages
 * @throws PamiError `MODEL_INVALID`
 */
export function checkModelMetadata(json: unknown, place: string): ModelMetadata {
  const { success, output, issues } = v.safeParse(model, json, { abortEarly: true })
  if (!success) throw invalid(place, describeIssue(issues[0]))
  for (const [kind, list] of [
    ["inputs", output.inputs],
    ["outputs", output.outputs],
  ] as const) {
    const names = list.map(({ name }) => name)
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    if (twice !== undefined) throw invalid(place, `${kind} name "${twice}" twice`)
    const large = list.find(
      ({ shape }) => shape.reduce<number>((size, length) => size * (length ?? 1), 1) >= 2 ** 31,
    )
    if (large !== undefined)
      throw invalid(place, `an item of "${large.name}" has more than 2147483647 elements`)
  }
  return output
}

/** Returns what a server says about itself; nothing for an answer of another form. */
export function checkServerMetadata(json: unknown): ServerMetadata {
  const { success, output } = v.safeParse(server, json)
  return success ? output : { name: "", version: "", extensions: [] }
}

/**
 * Returns the largest batch in Triton's configuration of a model; 0 for a model without a batch axis.
 *
 * @throws PamiError `MODEL_INVALID`
 */
export function readMaxBatch(json: unknown, place: string): number {
  const { success, output, issues } = v.safeParse(configuration, json, { abortEarly: true })
  if (!success) throw invalid(place, describeIssue(issues[0]))
  return output.max_batch_size
}

function invalid(place: string, problem: string): PamiError {
  return new PamiError(
    "MODEL_INVALID",
    `${place} does not describe a model as the Open Inference Protocol says: ${problem}`,
  )
}
