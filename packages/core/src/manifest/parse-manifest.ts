import { PamiError } from "../error.ts"
import { manifestFormat } from "./manifest.ts"
import type { Manifest } from "./manifest.ts"
import type { Scale, TargetId } from "../contracts/target.ts"

/** The largest number of characters of a manifest: eight million. Twenty thousand maps need seven. */
export const longestManifest = 2 ** 23

// Applications nest their settings, but not as deep.
const deepest = 32

/**
 * Returns the manifest in the text of its file, which may come from anyone: checks that it has all fields, with the right
 * types and within bounds, and no others. `extra` may be any object; its application checks it.
 *
 * @throws PamiError `MANIFEST_INVALID`, with the field, the expectation and the value
 *
 * @example
 * const { passes, maps } = parseManifest(text)
 * console.log(`${passes} passes, ${maps.length} maps`) // 256 passes, 2 maps
 */
export function parseManifest(text: string): Manifest {
  if (text.length > longestManifest)
    throw invalid(`a manifest has at most ${longestManifest} characters; this text has ${text.length}`)
  let value: unknown
  try {
    // Some editors add a byte order mark.
    value = JSON.parse(text.replace(/^\uFEFF/, ""))
  } catch (error) {
    throw invalid(`a manifest is JSON; this is not: ${(error as Error).message}`, error)
  }
  const fields = isObject(value) ? value : {}
  if (fields["format"] !== manifestFormat || !Array.isArray(fields["maps"]))
    throw invalid(
      `a manifest has the format "${manifestFormat}" and a list of maps; this one's format is ${brief(fields["format"] ?? null)}`,
    )
  expectJson(value, "", 0)
  object(value, "", {
    format: any,
    version: string,
    backend: string,
    model: digestAndSettings,
    input: digestAndSettings,
    partitioner: nameAndSettings,
    target: nameAndSettings,
    scale,
    grids: list(grid, 1, 16),
    passes: whole(0, Number.MAX_SAFE_INTEGER),
    complete: (found, path) => expect(typeof found === "boolean", path, "true or false", found),
    maps: list(map, 1, 2 ** 20),
    extra: settings,
  })
  const manifest = value as Manifest
  const targets = new Set<TargetId>()
  for (const [index, { target }] of manifest.maps.entries()) {
    expect(!targets.has(target), `maps[${index}].target`, "a target with no other map", target)
    targets.add(target)
  }
  return manifest
}

/** Throws unless a value is as expected. */
type Check = (value: unknown, path: string) => void

const any: Check = () => {}
const string: Check = (value, path) =>
  expect(typeof value === "string" && value.length <= 1000, path, "a text of at most 1000 characters", value)
const digest: Check = (value, path) =>
  expect(typeof value === "string" && /^sha256:.{1,100}$/.test(value), path, '"sha256:" and a digest', value)
const finite: Check = (value, path) => expect(Number.isFinite(value), path, "a finite number", value)
const finiteOrNull: Check = (value, path) =>
  expect(value === null || Number.isFinite(value), path, "a finite number or null", value)
const settings: Check = (value, path) => expect(isObject(value), path, "an object", value)

function whole(low: number, high: number): Check {
  return (value, path) =>
    expect(
      Number.isInteger(value) && (value as number) >= low && (value as number) <= high,
      path,
      `a whole number from ${low} to ${high}`,
      value,
    )
}

function list(item: Check, least: number, most: number): Check {
  return (value, path) => {
    const fits = Array.isArray(value) && value.length >= least && value.length <= most
    expect(fits, path, `a list of ${least === most ? most : `${least} to ${most}`}`, value)
    for (const [index, one] of (value as unknown[]).entries()) item(one, `${path}[${index}]`)
  }
}

const digestAndSettings: Check = (value, path) => object(value, path, { digest, settings })
const grid: Check = (value, path) =>
  object(value, path, { name: string, shape: list(whole(1, 2 ** 31 - 1), 1, 8) })
const nameAndSettings: Check = (value, path) => object(value, path, { name: string, settings })
const map: Check = (value, path) =>
  object(value, path, {
    target: (id, at) => (typeof id === "string" ? string : whole(0, 2 ** 31 - 1))(id, at),
    original: finite,
    baseline: finite,
    digest,
    peak: whole(-1, 2 ** 31 - 1),
    lowest: finiteOrNull,
    highest: finiteOrNull,
    mean: finiteOrNull,
  })

const units: readonly unknown[] = [
  "probability",
  "log-probability",
  "similarity",
  "value",
] satisfies Scale["unit"][]
const scale: Check = (value, path) => {
  const range = list(finite, 2, 2)
  object(value, path, {
    unit: (unit, at) => expect(units.includes(unit), at, `one of ${units.join(", ")}`, unit),
    ...(isObject(value) && "range" in value ? { range } : {}),
  })
}

/** Throws unless a value is an object with exactly these fields. */
function object(value: unknown, path: string, fields: Readonly<Record<string, Check>>): void {
  expect(isObject(value), path, "an object", value)
  const found = value as Readonly<Record<string, unknown>>
  for (const [name, check] of Object.entries(fields)) {
    expect(Object.hasOwn(found, name), join(path, name), "a value", undefined)
    check(found[name], join(path, name))
  }
  for (const name of Object.keys(found))
    if (!Object.hasOwn(fields, name)) throw invalid(`${join(path, name)}: unknown field`)
}

/** Throws for values nested too deep, and for the field name that changes the prototype of an object. */
function expectJson(value: unknown, path: string, depth: number): void {
  if (typeof value !== "object" || value === null) return
  if (depth === deepest) throw invalid(`${path}: values nested at most ${deepest} deep, got more`)
  for (const [name, one] of Object.entries(value)) {
    if (name === "__proto__") throw invalid(`${join(path, name)}: unknown field`)
    expectJson(one, path.length > 200 ? path : join(path, name), depth + 1)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function expect(holds: boolean, path: string, expected: string, value: unknown): void {
  if (holds) return
  throw invalid(value === undefined ? `${path} is missing` : `${path}: ${expected}, got ${brief(value)}`)
}

function join(path: string, name: string): string {
  const short = /^[\w-]{1,60}$/.test(name) ? name : brief(name)
  return path === "" ? short : `${path}.${short}`
}

/** Returns a value as a few printable characters. */
function brief(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (isObject(value)) return "an object"
  if (typeof value !== "string") return String(value)
  return JSON.stringify(value.slice(0, 60)).replace(/[^\x20-\x7e]/g, "?")
}

function invalid(message: string, cause?: unknown): PamiError {
  return new PamiError("MANIFEST_INVALID", message, { cause })
}
