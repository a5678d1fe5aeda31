import { dataSetError } from "../data-set-error.ts"
import { readText } from "./read.ts"

/**
 * Returns the object in a JSON file.
 *
 * @throws PamiError `DATA_SET_INVALID` for a file that is not JSON or holds no object, and as `readBytes`
 */
export async function readJsonObject(path: string): Promise<Readonly<Record<string, unknown>>> {
  const value = parseJson(await readText(path), path)
  if (isObject(value)) return value
  throw dataSetError("DATA_SET_INVALID", "expected an object", { place: path })
}

/** Returns the value of a JSON text. Throws `DATA_SET_INVALID`. */
export function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw dataSetError("DATA_SET_INVALID", `the text is not JSON: ${(cause as Error).message}`, {
      place,
      cause,
    })
  }
}

/** Returns whether a value is an object, and not an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Returns a field of an object of a stranger: its own, or `undefined`. */
export function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}
