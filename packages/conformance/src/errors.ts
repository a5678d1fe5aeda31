import { type CoreErrorCode, isPamiError } from "@pami/core"

/** What an attempt must fail with. */
export interface ExpectedFault {
  /** What is tried, to go before "is taken": `"a batch of 3 items"`. */
  readonly what: string
  readonly code: CoreErrorCode
  /** Another code that is as good: of a backend that refuses for a wider reason. */
  readonly or?: CoreErrorCode
  /** What the message has to name, so that a person knows where to look. */
  readonly names?: string
}

/**
 * Tries what must fail.
 *
 * @throws Error when it does not, or not with the PamiError that the contract asks for
 */
export async function expectFault(attempt: () => Promise<unknown>, expected: ExpectedFault): Promise<void> {
  const { what, code, or, names } = expected
  const error = await outcomeOf(attempt, what, `a PamiError with the code ${code}`)
  const came = describe(error)
  if (!isPamiError(error)) throw new Error(`${what} fails with ${came}, not with a PamiError (${code})`)
  if (error.code !== code && error.code !== or)
    throw new Error(`${what} fails with the code ${error.code}, not ${code}: ${came}`)
  if (names !== undefined && !error.message.includes(names))
    throw new Error(`${what} fails with ${code}, but the message does not name "${names}": ${came}`)
}

/** Tries what is a programmer's mistake: it must fail with a TypeError or RangeError. */
export async function expectMistake(attempt: () => Promise<unknown>, what: string): Promise<void> {
  const error = await outcomeOf(attempt, what, "a TypeError or RangeError")
  // By name: under Jest and in vm contexts errors are of another realm.
  if (isError(error) && ["TypeError", "RangeError"].includes(error.name)) return
  throw new Error(
    `${what} is a programmer's mistake, a TypeError or RangeError; it fails with ${describe(error)}`,
  )
}

async function outcomeOf(attempt: () => Promise<unknown>, what: string, expected: string): Promise<unknown> {
  try {
    await attempt()
  } catch (error) {
    return error
  }
  throw new Error(`${what} is taken; expected ${expected}`)
}

/** An error in short: `TypeError "..."`. */
export function describe(error: unknown): string {
  return isError(error) ? `${error.name} "${error.message}"` : `"${String(error)}"`
}

/** Returns the message of an error, of any realm, or what else was thrown as text. */
export function messageIn(error: unknown): string {
  return isError(error) ? error.message : String(error)
}

function isError(value: unknown): value is Error {
  return typeof value === "object" && value !== null && "name" in value && "message" in value
}
