import { type CoreErrorCode, isPamiError } from "@pami/core"

/** The error that an attempt must fail with. */
export interface ExpectedError {
  /** The attempt, as the subject of "is accepted": `"a batch of 3 items"`. */
  readonly what: string
  readonly code: CoreErrorCode
  /** Another accepted code, for a backend that rejects more than this case. */
  readonly or?: CoreErrorCode
  /** Text that the message must contain, so that users know where to look. */
  readonly names?: string
}

/**
 * Expects an attempt to fail with a PamiError of the given code.
 *
 * @throws Error if it succeeds, or fails in another way
 */
export async function expectError(attempt: () => Promise<unknown>, expected: ExpectedError): Promise<void> {
  const { what, code, or, names } = expected
  const error = await outcomeOf(attempt, what, `a PamiError with the code ${code}`)
  const came = describe(error)
  if (!isPamiError(error)) throw new Error(`${what} fails with ${came}, not with a PamiError (${code})`)
  if (error.code !== code && error.code !== or)
    throw new Error(`${what} fails with the code ${error.code}, not ${code}: ${came}`)
  if (names !== undefined && !error.message.includes(names))
    throw new Error(`${what} fails with ${code}, but the message does not name "${names}": ${came}`)
}

/** Expects an attempt that is a mistake of the caller to fail with a TypeError or RangeError. */
export async function expectMistake(attempt: () => Promise<unknown>, what: string): Promise<void> {
  const error = await outcomeOf(attempt, what, "a TypeError or RangeError")
  // Compares names, because errors under Jest and in vm contexts come from another realm.
  if (isError(error) && ["TypeError", "RangeError"].includes(error.name)) return
  throw new Error(
    `${what} fails with ${describe(error)}; expected a TypeError or RangeError, because it is a mistake of the caller`,
  )
}

async function outcomeOf(attempt: () => Promise<unknown>, what: string, expected: string): Promise<unknown> {
  try {
    await attempt()
  } catch (error) {
    return error
  }
  throw new Error(`${what} is accepted; expected ${expected}`)
}

/** Returns an error as a short text: `TypeError "..."`. */
export function describe(error: unknown): string {
  return isError(error) ? `${error.name} "${error.message}"` : `"${String(error)}"`
}

/** Returns the message of an error of any realm, or any other thrown value as text. */
export function messageIn(error: unknown): string {
  return isError(error) ? error.message : String(error)
}

function isError(value: unknown): value is Error {
  return typeof value === "object" && value !== null && "name" in value && "message" in value
}
