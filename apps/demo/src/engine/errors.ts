import { isPamiError } from "@pami/core"
import type { EngineError } from "./contract.ts"
import { isExhaustion } from "./exhaustion.ts"

/** Runs `work`, and rethrows its error as a plain object: an Error loses its `code` between threads. */
export async function withPlainErrors<Value>(work: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw toEngineError(error)
  }
}

/** Returns an error as a plain object that crosses threads. */
export function toEngineError(error: unknown): EngineError {
  const { message = String(error) } = (error ?? {}) as { message?: string }
  if (isPamiError(error)) return { code: error.code, message }
  const known = (error as Partial<EngineError> | null)?.code
  if (typeof known === "string") return { code: known, message }
  if (isExhaustion(message))
    return {
      code: "OUT_OF_MEMORY",
      message: `The browser ran out of memory (${message}). Use a smaller model, close other tabs, or use the command line`,
    }
  return { code: "UNEXPECTED", message }
}
