import { variable } from "@pami/backend-kit/server"

/** Variable of the environment with further headers, as JSON. */
export const headersVariable = "OPEN_INFERENCE_HEADERS"

/**
 * Returns the headers in the environment.
 *
 * @throws RangeError for a variable that is not a JSON object of texts
 */
export function headersInEnvironment(): Readonly<Record<string, string>> {
  const text = variable(headersVariable)
  if (text === undefined) return {}
  const headers = parse(text)
  // The message does not repeat the variable, which may hold a key.
  if (!isHeaders(headers))
    throw new RangeError(
      `${headersVariable} is a JSON object of texts, such as {"x-tenant": "a"}; it has another form`,
    )
  return headers
}

// `fetch` sets the first four itself, and would ignore these in silence or join them.
const reserved = [
  "connection",
  "content-length",
  "host",
  "transfer-encoding",
  "content-type",
  "inference-header-content-length",
]

/**
 * Returns the headers as they can be sent.
 *
 * @throws RangeError for names and values that no request can have, and for those that the protocol or the platform sets
 */
export function checkHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(headers)) {
    if (!canSend(name, value))
      throw new RangeError(`headers: ${JSON.stringify(name)} or its value cannot be a header of a request`)
    if (reserved.includes(name.toLowerCase()))
      throw new RangeError(
        `headers: "${name}" is set by the request itself, the host from the address of the model`,
      )
  }
  return headers
}

function canSend(name: string, value: string): boolean {
  try {
    return new Headers([[name, value]]).has(name)
  } catch {
    return false
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isHeaders(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((header) => typeof header === "string")
  )
}
