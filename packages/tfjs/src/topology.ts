import { describeIssue, shortened } from "@pami/backend-kit"
import * as v from "valibot"
import { deepestJson, mostLayers } from "./sizes.ts"

type Entries = Readonly<Record<string, unknown>>

const place = v.pipe(v.number(), v.integer(), v.minValue(0))
// Name of a layer, number of its call, number of that call's output, and arguments.
const call = v.looseTuple([v.string(), place, place])
const layer = v.looseObject({ className: v.string(), config: v.looseObject({}) })
const namedLayer = v.looseObject({
  className: v.string(),
  name: v.string(),
  config: v.looseObject({ name: v.string() }),
  inboundNodes: v.array(v.array(call)),
})
const sequential = v.looseObject({ layers: v.array(layer) })
const functional = v.looseObject({
  layers: v.array(namedLayer),
  inputLayers: v.array(call),
  outputLayers: v.array(call),
})

const models: readonly unknown[] = ["Model", "Functional", "Sequential"]

/**
 * Returns the layers of a model with their keys as TensorFlow.js spells them, after checking what it relies on: it waits
 * forever for a missing layer, or for one that depends on its own output.
 *
 * @throws Error naming the problem
 */
export function checkedTopology(topology: Entries): Entries {
  const model = camelCased(topology["model_config"] ?? topology, 0) as Entries
  if (!models.includes(model["className"]))
    throw new Error(`it is a single "${shortened(String(model["className"]))}", not a model of layers`)
  let layers = 0

  /** A model may be a layer of another, or inside a layer that repeats it: every object with a class is checked. */
  function visit(value: unknown): void {
    if (typeof value !== "object" || value === null) return
    const { className, config } = value as Entries
    if (models.includes(className)) {
      layers += checkedLayers(className, config)
      if (layers > mostLayers)
        throw new Error(`it has more than ${mostLayers.toLocaleString("en")} layers or inputs of layers`)
    }
    Object.values(value).forEach(visit)
  }

  visit(model)
  return model
}

/** Checks the layers of one model, and returns the number of their inputs; a layer without inputs counts as one. */
function checkedLayers(className: unknown, config: unknown): number {
  if (className !== "Sequential") return connected(check(functional, config))
  return check(sequential, Array.isArray(config) ? { layers: config } : config).layers.length
}

/**
 * Follows the calls of layers as TensorFlow.js does, and throws if one never gets its inputs. Returns the number of inputs.
 */
function connected({ layers, inputLayers, outputLayers }: v.InferOutput<typeof functional>): number {
  const inputs = layers.map(({ inboundNodes }) => sum(inboundNodes.map(({ length }) => Math.max(1, length))))
  const count = sum(inputs.map((length) => Math.max(1, length)))
  if (count > mostLayers) return count
  const made = new Map<string, number>()
  for (const { name, className, config } of layers) {
    if (made.has(name)) throw new Error(`two layers have the name "${shortened(name)}"`)
    if (config.name !== name)
      throw new Error(
        `layer "${shortened(name)}" has another name in its config: "${shortened(config.name)}"`,
      )
    // An input, and a nested model, count as called once.
    made.set(name, className === "InputLayer" || models.includes(className) ? 1 : 0)
  }
  const isThere = ([name, index]: v.InferOutput<typeof call>) => index < (made.get(name) ?? 0)
  // TensorFlow.js never makes a call without inputs.
  const calls = layers.flatMap(({ name, inboundNodes }) =>
    inboundNodes.filter(({ length }) => length > 0).map((inputs) => ({ name, inputs, found: 0 })),
  )
  /** Calls that lack an output, by the layer and the number of the call that computes it. */
  const lacking = new Map<string, Map<number, typeof calls>>()

  function isReady(call: (typeof calls)[number]): boolean {
    while (call.found < call.inputs.length && isThere(call.inputs[call.found])) call.found++
    if (call.found === call.inputs.length) return true
    const [name, index] = call.inputs[call.found]
    const results = lacking.get(name) ?? new Map<number, typeof calls>()
    lacking.set(name, results)
    const waiting = results.get(index)
    if (waiting === undefined) results.set(index, [call])
    else waiting.push(call)
    return false
  }

  const ready = calls.filter(isReady)
  // A call may complete others, which are added to the list.
  for (const { name } of ready) {
    const index = made.get(name)!
    made.set(name, index + 1)
    const waiting = lacking.get(name)?.get(index) ?? []
    lacking.get(name)?.delete(index)
    ready.push(...waiting.filter(isReady))
  }
  for (const [missing, results] of lacking)
    for (const [{ name }] of results.values())
      throw new Error(
        `layer "${shortened(name)}" takes the output of "${shortened(missing)}", which is never computed`,
      )
  const end = [...inputLayers, ...outputLayers].find((end) => !isThere(end))
  if (end !== undefined)
    throw new Error(`it begins or ends with layer "${shortened(end[0])}", which does not exist`)
  return count
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function check<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, value, { abortEarly: true })
  if (success) return output
  throw new Error(`in its layers, ${describeIssue(issues[0])}`)
}

/**
 * Returns a copy with keys as TensorFlow.js spells them, so that the checks see what it reads. Of two keys with the same
 * spelling, it would read the last. Keys that define classes of layers are dropped.
 */
function camelCased(value: unknown, depth: number): unknown {
  if (depth > deepestJson) throw new Error(`it nests more than ${deepestJson} levels`)
  if (Array.isArray(value)) return value.map((entry) => camelCased(entry, depth + 1))
  if (typeof value !== "object" || value === null) return value
  const copy = new Map<string, unknown>()
  for (const [snake, entry] of Object.entries(value)) {
    const key = camelCase(snake)
    if (copy.has(key)) throw new Error(`it has "${shortened(snake)}" twice`)
    if (key === "__proto__" || key === "customObjects") continue
    const isClass = key === "className" && typeof entry === "string"
    copy.set(key, isClass ? camelCase(entry) : camelCased(entry, depth + 1))
  }
  return Object.fromEntries(copy)
}

function camelCase(name: string): string {
  return name.replaceAll(/_+(\w|$)/g, (_, letter: string) => letter.toUpperCase())
}
