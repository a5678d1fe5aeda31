/**
 * Keeps the answers of servers, so that no answered call is made again. A key is a digest of all that decides the answer: address,
 * model, prompt and options. Values are lines of JSON with numbers and offsets; the key of the API is in neither.
 */
export interface AnswerCache {
  /** Returns the value of a key, `undefined` if there is none. */
  get(key: string): string | undefined | Promise<string | undefined>
  /** Keeps a value. Resolves once it is safe. */
  set(key: string, value: string): void | Promise<void>
}

/**
 * Returns a cache in memory, which ends with the program.
 *
 * @example
 * const cache = memoryCache()
 * await cache.set("sha256:1", "[]")
 * console.log(await cache.get("sha256:1")) // []
 */
export function memoryCache(): AnswerCache {
  const values = new Map<string, string>()
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
  }
}
