import type { FastifyError, FastifyRequest } from "fastify"
import { check, limits } from "@pami/recipe"
import * as v from "valibot"
import { ServeError } from "../codes.ts"
import type { RequestInput } from "./input.ts"
import { parseJson } from "./parse-json.ts"
import { optionsSchema } from "./options.ts"
import type { ExplainOptionsOfRequest } from "./options.ts"

/** A request for an explanation. */
export interface ExplainRequest {
  /** Name of the model. Undefined for the only one. */
  readonly model: string | undefined
  readonly input: RequestInput
  readonly options: ExplainOptionsOfRequest
}

const text = v.pipe(v.string(), v.maxLength(limits.characters))
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(255))
// `{ file }` is a path for the explainer.
const textName = v.pipe(
  v.string(),
  v.check(
    (key) => key !== "file" && /^[\w-]{1,60}$/.test(key),
    "a name other than file, of letters and digits",
  ),
)

/** The schema of a body in JSON. */
export const bodySchema = v.strictObject({
  model: v.optional(name),
  text: v.optional(text),
  texts: v.optional(v.pipe(v.record(textName, text), v.minEntries(1), v.maxEntries(limits.texts))),
  input: v.optional(v.strictObject({ name, base64: v.string() })),
  options: v.optional(optionsSchema),
})

/** Largest field of a form, in bytes. */
export const largestField = 2 ** 20

/** Fields of a form, beside the file `input`. */
const formFields = ["model", "text", "texts", "options"] as const

/**
 * Reads a request: a form with the file `input`, or JSON with a text, several texts, or a file in base64.
 *
 * @throws ServeError `REQUEST_INVALID` and `OPTION_INVALID`; the errors of the readers of bodies
 */
export async function readRequest(request: FastifyRequest): Promise<ExplainRequest> {
  const { fields, file } = request.isMultipart()
    ? await readForm(request)
    : { fields: request.body ?? {}, file: undefined }
  const checked = check(bodySchema, fields)
  if ("problem" in checked)
    throw new ServeError(
      checked.problem.startsWith("options") ? "OPTION_INVALID" : "REQUEST_INVALID",
      checked.problem,
    )
  const { model, text, texts, input, options = {} } = checked.value
  const inputs: RequestInput[] = [
    ...(file === undefined ? [] : [file]),
    ...(text === undefined ? [] : [{ texts: { text } }]),
    ...(texts === undefined ? [] : [{ texts }]),
    ...(input === undefined ? [] : [{ name: input.name, bytes: decode(input.base64) }]),
  ]
  if (inputs.length !== 1)
    throw new ServeError(
      "REQUEST_INVALID",
      `one input: a file as the form's field "input", or "text", "texts" or "input" in JSON; got ${inputs.length}`,
    )
  return { model, input: inputs[0], options }
}

/** Returns the bytes of a base64 text. A regular expression would run out of stack on a large file. */
function decode(base64: string): Uint8Array {
  const bytes = Buffer.from(base64, "base64")
  // Node skips every other character.
  if (bytes.length === Math.floor((base64.replace(/={1,2}$/, "").length * 3) / 4)) return bytes
  throw new ServeError("REQUEST_INVALID", "input.base64: base64 without spaces and line breaks")
}

interface Form {
  readonly fields: Record<string, unknown>
  readonly file: RequestInput | undefined
}

async function readForm(request: FastifyRequest): Promise<Form> {
  try {
    return await readParts(request)
  } catch (error) {
    // The parser of forms gives its own errors no status.
    if (error instanceof ServeError || "statusCode" in (error as FastifyError)) throw error
    throw new ServeError("REQUEST_INVALID", `the form cannot be read: ${(error as Error).message}`)
  }
}

async function readParts(request: FastifyRequest): Promise<Form> {
  const fields: Record<string, unknown> = {}
  let file: RequestInput | undefined
  for await (const part of request.parts()) {
    const field = part.fieldname
    if (part.type === "file") {
      if (field !== "input" || file !== undefined)
        throw new ServeError("REQUEST_INVALID", `the form has one file, "input"; got ${shown(field)}`)
      const called = check(name, part.filename || "input", "the name of the file")
      if ("problem" in called) throw new ServeError("REQUEST_INVALID", called.problem)
      file = { name: called.value, bytes: await part.toBuffer() }
      continue
    }
    if (!formFields.some((one) => one === field))
      throw new ServeError(
        "REQUEST_INVALID",
        `${shown(field)}: unknown field; a form has input, ${formFields.join(", ")}`,
      )
    if (Object.hasOwn(fields, field)) throw new ServeError("REQUEST_INVALID", `${field}: once, got two`)
    if (part.valueTruncated)
      throw new ServeError("BODY_TOO_LARGE", `${field}: at most ${largestField} bytes; send the file "input"`)
    // A part that declares JSON is parsed already.
    const { value } = part
    const isJson = field === "texts" || field === "options"
    fields[field] = isJson && typeof value === "string" ? parseJson(field, value) : value
  }
  return { fields, file }
}

function shown(field: string): string {
  return JSON.stringify(field.slice(0, 60))
}
