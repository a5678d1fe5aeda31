import { isPamiError } from "@pami/core"
import type { EngineFault } from "./contract.ts"
import { isExhaustion } from "./exhaustion.ts"

/** Does something; an error comes out as a plain object, as an Error's `code` is lost between threads. */
export async function plainly<Value>(work: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw faultOf(error)
  }
}

/** An error as it is told across threads. */
export function faultOf(error: unknown): EngineFault {
  const { message = String(error) } = (error ?? {}) as { message?: string }
  if (isPamiError(error)) return { code: error.code, message }
  const known = (error as Partial<EngineFault> | null)?.code
  if (typeof known === "string") return { code: known, message }
  if (isExhaustion(message))
    return {
      code: "OUT_OF_MEMORY",
      message: `The browser has no memory left for this (${message}). Take a smaller model, close other tabs, or use the command line`,
    }
  return { code: "UNEXPECTED", message }
}
