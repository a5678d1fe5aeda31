import { PamiError } from "@pami/core"
import * as v from "valibot"
import { describeIssue, shortened } from "../describe-issue.ts"
import { looksLike } from "../file-signatures.ts"

/** Most bytes of a `model.json`: parsing blocks the thread. Real models have at most about 4 MB. */
export const mostJsonBytes = 2 ** 24

const text = v.string()
const record = v.record(text, v.unknown())
const axis = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1))
const finite = v.pipe(v.number(), v.finite())

const weight = v.object({
  name: text,
  shape: v.pipe(v.array(axis), v.maxLength(32)),
  dtype: v.picklist(["float32", "int32", "bool", "string", "complex64"]),
  group: v.optional(v.picklist(["model", "optimizer"])),
  quantization: v.optional(
    v.object({
      dtype: v.picklist(["uint8", "uint16", "float16"]),
      scale: v.optional(finite),
      min: v.optional(finite),
      original_dtype: v.optional(v.picklist(["float32", "int32"])),
    }),
  ),
})

const weightsGroup = v.object({ paths: v.array(text), weights: v.array(weight) })

const signed = v.record(
  text,
  v.looseObject({
    name: text,
    dtype: v.nullish(text),
    tensorShape: v.nullish(
      v.looseObject({ dim: v.nullish(v.array(v.looseObject({ size: v.nullish(v.union([text, finite])) }))) }),
    ),
    resourceId: v.nullish(finite),
  }),
)
const signature = v.looseObject({ inputs: v.nullish(signed), outputs: v.nullish(signed) })

const node = v.looseObject({
  name: text,
  op: text,
  input: v.nullish(v.array(text)),
  attr: v.nullish(v.record(text, v.nullish(record))),
})
const argument = v.looseObject({ name: text })
const graphFunction = v.looseObject({
  signature: v.looseObject({ name: text, inputArg: v.array(argument), outputArg: v.array(argument) }),
  nodeDef: v.nullish(v.array(node)),
  ret: v.nullish(v.record(text, text)),
})
const graph = v.looseObject({
  node: v.array(node),
  library: v.nullish(v.looseObject({ function: v.nullish(v.array(graphFunction)) })),
  versions: v.optional(record, {}),
})

const common = {
  weightsManifest: v.nullish(v.array(weightsGroup), []),
  userDefinedMetadata: v.nullish(record),
}
const layersModel = v.object({ ...common, modelTopology: record })
const graphModel = v.object({
  ...common,
  modelTopology: graph,
  signature: v.nullish(signature),
  userDefinedMetadata: v.nullish(
    v.looseObject({ signature: v.nullish(signature), structuredOutputKeys: v.nullish(v.array(text)) }),
  ),
  modelInitializer: v.nullish(graph),
  initializerSignature: v.nullish(signature),
})

/** The content of a `model.json`, in which every part has the type that TensorFlow.js relies on. */
export type ModelJson =
  | ({ readonly format: "layers-model" } & v.InferOutput<typeof layersModel>)
  | ({ readonly format: "graph-model" } & v.InferOutput<typeof graphModel>)

/** Weights that follow one another in the bytes of some files. */
export type WeightsGroup = v.InferOutput<typeof weightsGroup>

/**
 * Parses the `model.json` of a TensorFlow.js model, which may come from a stranger. Its format is that of its topology,
 * not the one that it claims.
 *
 * @param name of the file, for messages
 * @throws PamiError `MODEL_UNRECOGNIZED` saying what the file looks like, `MODEL_TRUNCATED`, `MODEL_INVALID` naming the
 *   part that is missing or of another type
 */
export function parseModelJson(bytes: Uint8Array, name: string): ModelJson {
  const json = parse(bytes, name)
  const topology = isRecord(json["modelTopology"]) ? json["modelTopology"] : {}
  if (Array.isArray(topology["node"])) return { format: "graph-model", ...check(graphModel, json, name) }
  if (topology["model_config"] || topology["class_name"])
    return { format: "layers-model", ...check(layersModel, json, name) }
  const known = Object.keys(json).slice(0, 5).map(shortened).join(", ") || "nothing"
  const message = `${name} is a JSON file, but not a TensorFlow.js model: it has no modelTopology (it has: ${known})`
  throw new PamiError("MODEL_UNRECOGNIZED", message)
}

function parse(bytes: Uint8Array, name: string): Record<string, unknown> {
  if (bytes.length === 0) {
    throw new PamiError("MODEL_UNRECOGNIZED", `${name} is empty (0 bytes): download or export it again`)
  }
  const { kind, description } = looksLike(
    bytes,
    "convert it to TensorFlow.js first, with tensorflowjs_converter",
  )
  if (kind !== "json") {
    const message = `${name} is not a TensorFlow.js model (model.json); it looks like ${description}`
    throw new PamiError("MODEL_UNRECOGNIZED", message)
  }
  if (bytes.length > mostJsonBytes) {
    const most = mostJsonBytes.toLocaleString("en")
    throw new PamiError(
      "MODEL_INVALID",
      `${name} has more than ${most} bytes, the most that a model.json may have`,
    )
  }
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isRecord(json) ? json : {}
  } catch (cause) {
    const message = `${name} is truncated or damaged: its JSON does not parse; download or copy it again`
    throw new PamiError("MODEL_TRUNCATED", message, { cause })
  }
}

function check<Schema extends v.GenericSchema>(
  schema: Schema,
  json: unknown,
  name: string,
): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, json, { abortEarly: true })
  if (success) return output
  throw new PamiError(
    "MODEL_INVALID",
    `${name} is damaged, or was not written by a tool of TensorFlow.js: ${describeIssue(issues[0])}`,
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
