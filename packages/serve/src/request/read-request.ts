import type { FastifyRequest } from "fastify"
import { check } from "@pami/recipe"
import * as v from "valibot"
import { ServeError } from "../codes.ts"
import type { RequestInput } from "./input.ts"
import { optionsSchema } from "./options.ts"
import type { ExplainOptionsOfRequest } from "./options.ts"

/** A request for an explanation. */
export interface ExplainRequest {
  /** Name of the model. Undefined for the only one. */
  readonly model: string | undefined
  readonly input: RequestInput
  readonly options: ExplainOptionsOfRequest
}

const text = v.pipe(v.string(), v.maxLength(2 ** 20))
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
  texts: v.optional(v.pipe(v.record(textName, text), v.minEntries(1), v.maxEntries(100))),
  input: v.optional(v.strictObject({ name, base64: v.pipe(v.string(), v.base64()) })),
  options: v.optional(optionsSchema),
})

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
    ...(input === undefined ? [] : [{ name: input.name, bytes: Buffer.from(input.base64, "base64") }]),
  ]
  if (inputs.length !== 1)
    throw new ServeError(
      "REQUEST_INVALID",
      `one input: a file as the form's field "input", or "text", "texts" or "input" in JSON; got ${inputs.length}`,
    )
  return { model, input: inputs[0], options }
}

async function readForm(
  request: FastifyRequest,
): Promise<{ fields: Record<string, unknown>; file: RequestInput | undefined }> {
  const fields: Record<string, unknown> = {}
  let file: RequestInput | undefined
  for await (const part of request.parts()) {
    if (part.type === "file") {
      if (part.fieldname !== "input" || file !== undefined)
        throw new ServeError("REQUEST_INVALID", `the form has one file, "input"; got "${part.fieldname}"`)
      file = { name: part.filename || "input", bytes: await part.toBuffer() }
    } else {
      const { fieldname, value } = part
      if (!formFields.some((one) => one === fieldname))
        throw new ServeError(
          "REQUEST_INVALID",
          `${fieldname}: unknown field; a form has input, ${formFields.join(", ")}`,
        )
      fields[fieldname] = fieldname === "texts" || fieldname === "options" ? parse(fieldname, value) : value
    }
  }
  return { fields, file }
}

function parse(name: string, value: unknown): unknown {
  try {
    return JSON.parse(String(value)) as unknown
  } catch {
    throw new ServeError("REQUEST_INVALID", `${name}: JSON, got ${String(value).slice(0, 60)}`)
  }
}
