/** Returns a value that an earlier call set; throws `TOO_EARLY` with what has to come first. */
export function present<Value>(value: Value | undefined, first: string): Value {
  if (value !== undefined) return value
  throw { code: "TOO_EARLY", message: first }
}
