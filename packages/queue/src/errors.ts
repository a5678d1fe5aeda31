import { PamiError } from "@pami/core"

/** Codes of the errors of this package. */
export type QueueErrorCode =
  | "QUEUE_ADDRESS_INVALID"
  | "QUEUE_DENIED"
  | "QUEUE_FAILED"
  | "QUEUE_IN_USE"
  | "QUEUE_INPUT_UNKNOWN"
  | "QUEUE_UNAVAILABLE"
  | "QUEUE_UNREACHABLE"
  | "QUEUE_UNSUITABLE"

/** Returns an error with a code of this package. It has no cause: errors of drivers hold passwords. */
export function queueError(code: QueueErrorCode, message: string): PamiError<QueueErrorCode> {
  return new PamiError(code, message)
}

// Of the connection, of a store that starts or stops, and of one that is full for now.
const passing = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  // PostgreSQL: deadlock, disk full, memory, connections, shutdown, start.
  "40001",
  "40P01",
  "53000",
  "53100",
  "53200",
  "53300",
  "57P01",
  "57P02",
  "57P03",
])
const passingText =
  /^(OOM|EXECABORT|LOADING|BUSY|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|MISCONF)\b|Connection (is closed|terminated|ended)|connection timeout|client has encountered a connection error|Reached the max retries/i

/** Returns whether an error of a driver says that the store is away or full, and the operation may succeed later. */
export function isPassing(error: unknown): boolean {
  const { code, message } = parts(error)
  return passing.has(code) || code.startsWith("08") || passingText.test(message)
}

/** Returns whether an error says that the store is full. */
export function isFull(error: unknown): boolean {
  const { code, message } = parts(error)
  // A transaction in which a full Redis refused a command.
  return code === "53100" || /^(OOM|EXECABORT)\b/.test(message)
}

const denied = /WRONGPASS|NOPERM|invalid password|without any password configured|^28|^42501|^3D000/

/**
 * Returns what a driver threw as an error with a code.
 *
 * @param store its address without the password
 */
export function storeError(error: unknown, store: string): PamiError {
  if (error instanceof PamiError) return error
  const { code, message } = parts(error)
  if (/NOAUTH|password must be a string/.test(message))
    return queueError("QUEUE_DENIED", `${store} asks for a password, and the address has none`)
  const text = (message === "" ? code : message).replace(/[\s.]+$/, "")
  if (denied.test(message) || denied.test(code))
    return queueError(
      "QUEUE_DENIED",
      `${store} refuses the connection: ${text}. Check the user, the password and the rights in the address`,
    )
  if (isPassing(error))
    return queueError(
      "QUEUE_UNREACHABLE",
      `${store} cannot be used: ${text}. Check that it runs, and the host and the port in the address`,
    )
  return queueError("QUEUE_FAILED", `${store}: ${text}`)
}

/** Returns code and message of an error; those of the first one where several addresses of a host were tried. */
function parts(error: unknown): { readonly code: string; readonly message: string } {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error]
  const { code, message } = (first ?? {}) as { readonly code?: unknown; readonly message?: unknown }
  return { code: typeof code === "string" ? code : "", message: typeof message === "string" ? message : "" }
}
