import type { Datatype, WireData } from "./datatypes.ts"

/**
 * Returns elements as the text of a JSON list, each written so that it reads as the same number; `undefined` if one has no
 * form in JSON.
 */
export function writeJson({ json }: Datatype, data: WireData): string | undefined {
  if (json === "boolean") return `[${Array.from(data as Uint8Array, (value) => value !== 0).join()}]`
  if (json === "integer") return `[${data.join()}]`
  const numbers = data as Float32Array
  // JSON has neither NaN nor infinities. For -0, `join` writes 0.
  if (!numbers.every(Number.isFinite)) return undefined
  return `[${Array.from(numbers, (value) => (Object.is(value, -0) ? "-0.0" : value)).join()}]`
}

/**
 * Returns the elements of a tensor in parsed JSON, nested or not. Throws an `Error` that says what is wrong.
 *
 * @param depth most levels of lists
 * @param length number of elements that there must be
 */
export function readJsonData(type: Datatype, value: unknown, depth: number, length: number): WireData {
  if (type.json === "none") throw new Error("it came as JSON, in which its datatype has no form")
  if (!Array.isArray(value)) throw new Error("its data is not a list")
  const flat: unknown[] = value.flat(Math.max(0, depth - 1))
  if (flat.length !== length) throw new Error(`its data has ${flat.length} elements, its shape ${length}`)
  const data = new type.Wire(length) as Float32Array
  const elementOf = readers[type.json]
  for (let i = 0; i < length; i++) {
    const element = elementOf(flat[i], type)
    if (element === undefined) throw new Error(`element ${i} is ${inWords(flat[i])}`)
    data[i] = element as number
  }
  return data
}

type Read = (value: unknown, type: Datatype) => number | bigint | undefined

const readers: Readonly<Record<Datatype["json"], Read>> = {
  none: () => undefined,
  number: (value) => (typeof value === "number" ? value : undefined),
  boolean: (value) => (typeof value === "boolean" || value === 0 || value === 1 ? Number(value) : undefined),
  integer(value, { range, Wire }) {
    // JSON.parse rounds integers beyond 2^53.
    if (!Number.isSafeInteger(value)) return undefined
    const whole = value as number
    const [least, most] = range!
    if (whole < least || whole > most) return undefined
    return Wire === BigInt64Array || Wire === BigUint64Array ? BigInt(whole) : whole
  },
}

function inWords(value: unknown): string {
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
    return `${value}, an integer that JSON does not carry exactly`
  return typeof value === "object" && value !== null ? "a list or an object" : String(value).slice(0, 40)
}
