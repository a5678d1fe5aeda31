import { isPamiError, PamiError } from "@pami/core"

/**
 * Makes one error of several, so that each is reported: that of the first's code, with the messages of all. `undefined` where
 * none is given.
 */
export function joinErrors(errors: readonly unknown[]): unknown {
  const [first] = errors
  if (errors.length < 2) return first
  const messages = errors.map((error) => (error instanceof Error ? error.message : String(error)))
  const message = messages.map((text) => text.replace(/\.$/, "")).join("; ")
  return isPamiError(first)
    ? new PamiError(first.code, message, { cause: first })
    : new Error(message, { cause: first })
}
