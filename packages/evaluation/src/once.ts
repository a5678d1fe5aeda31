const kept = new WeakMap<object, Map<string, unknown>>()

/** Returns the result of `make`, which is called once for each owner and key: metrics share what several of them need. */
export function once<Result>(owner: object, key: string, make: () => Result): Result {
  let results = kept.get(owner)
  if (results === undefined) kept.set(owner, (results = new Map()))
  if (!results.has(key)) results.set(key, make())
  return results.get(key) as Result
}
