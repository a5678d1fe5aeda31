import type { NpyArray } from "@pami/image"
import { countUnits } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import type { Settings } from "@pami/core"
import * as v from "valibot"
import { check } from "./schema/check.ts"
import { limits } from "./schema/limits.ts"
import { list, text, whole } from "./schema/values.ts"

// Units of all grids, and parts of all partitions.
const mostUnits = 2 ** 28

const settings = v.custom<Settings>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "an object",
)
const finite = v.pipe(v.number(), v.finite())
const box = v.strictObject({ x: finite, y: finite, width: finite, height: finite })
const span = v.strictObject({
  text: text(1000),
  start: whole(0, limits.characters),
  end: whole(0, limits.characters),
})
const target = v.strictObject({
  id: v.union([text(1000), whole(0, 2 ** 31 - 1)]),
  label: v.exactOptional(text()),
  box: v.exactOptional(box),
  span: v.exactOptional(span),
  score: finite,
})
const named = v.strictObject({ name: text(1000), settings })
const digested = v.strictObject({ digest: text(1000), settings })

/** The header of a saved explanation: everything but its arrays. */
export const headerSchema = v.strictObject({
  format: v.literal("pami-explanation-1"),
  grids: list(
    v.strictObject({
      name: text(1000),
      shape: list(whole(1, mostUnits), 8, 1),
      start: whole(0, mostUnits),
      labels: v.exactOptional(list(text(), mostUnits)),
    }),
    16,
    1,
  ),
  variants: list(
    v.strictObject({
      name: text(1000),
      inverse: list(
        v.strictObject({
          grid: text(1000),
          key: v.pipe(v.string(), v.regex(/^variant\d{1,5}_\d{1,5}$/)),
          axes: v.nullable(list(v.strictObject({ second: v.boolean(), share: v.boolean() }), 8)),
        }),
        16,
      ),
    }),
    limits.list,
    1,
  ),
  targets: list(target, limits.classes, 1),
  /** `null`: the same as `targets`. */
  prediction: v.nullable(list(target, limits.classes)),
  preferred: whole(0, limits.classes),
  scale: v.strictObject({
    unit: v.picklist(["probability", "log-probability", "similarity", "value"]),
    range: v.exactOptional(v.pipe(v.strictTuple([finite, finite]), v.readonly())),
  }),
  partitions: list(
    v.strictObject({
      name: text(),
      size: whole(0, limits.passes),
      variant: v.exactOptional(whole(0, limits.list)),
      stage: v.exactOptional(whole(1, 100)),
      soft: v.exactOptional(
        v.strictObject({
          shape: list(whole(1, mostUnits), 8, 1),
          steps: list(v.pipe(finite, v.gtValue(0)), 8, 1),
        }),
      ),
    }),
    limits.passes,
  ),
  planned: v.nullable(list(whole(0, limits.passes), 100)),
  passes: whole(0, limits.passes),
  complete: v.boolean(),
  findings: list(
    v.strictObject({
      code: text(1000),
      level: v.picklist(["warning", "note"]),
      message: text(),
      fix: text(),
    }),
    limits.list,
  ),
  provenance: v.strictObject({
    backend: text(1000),
    model: digested,
    input: digested,
    partitioner: named,
    target: named,
  }),
  extra: settings,
})

/** The header of a saved explanation. */
export type Header = v.InferOutput<typeof headerSchema>

/** Reads the header, JSON in the bytes of an array. */
export function parseHeader({ data }: NpyArray): Header {
  if (!(data instanceof Uint8Array)) throw new RangeError("its header is not bytes")
  const checked = check(headerSchema, JSON.parse(new TextDecoder().decode(data)), "header")
  if ("problem" in checked) throw new RangeError(checked.problem)
  const { grids, targets, preferred, variants, partitions } = checked.value
  let units = 0
  for (const { name, shape, start, labels } of grids) {
    const size = sizeOf(shape)
    if (start !== units) throw new RangeError(`grid "${name}" starts at ${start}, not at ${units}`)
    if (labels !== undefined && labels.length !== size)
      throw new RangeError(`grid "${name}" has ${size} units and ${labels.length} labels`)
    units += size
    if (units > mostUnits) throw new RangeError(`it has more than ${mostUnits} units`)
  }
  if (preferred >= targets.length)
    throw new RangeError(`target ${preferred} is preferred, of ${targets.length}`)
  const axes = grids[0].shape.length
  for (const { name, variant = 0, soft } of partitions) {
    if (variant >= variants.length) throw new RangeError(`partition "${name}" is of an unknown variant`)
    if (soft !== undefined && (soft.shape.length !== axes || soft.steps.length !== axes))
      throw new RangeError(`the soft masks of partition "${name}" have ${axes} axes, as the first grid`)
  }
  return checked.value
}

/** The arrays of a saved explanation, checked. */
export interface Arrays {
  readonly scores: Float32Array
  readonly baseline: Float64Array
  readonly runs: Int32Array
  readonly offsets: Int32Array
}

/** Checks the arrays against the header, and every part against the units. */
export function checkArrays(
  { grids, targets, partitions, passes }: Header,
  arrays: Readonly<Record<keyof Arrays, NpyArray>>,
): Arrays {
  const scores = arrays.scores.data
  if (!(scores instanceof Float32Array) || scores.length !== passes * targets.length)
    throw new RangeError(`scores are ${passes} x ${targets.length} numbers of float32`)
  const parts = partitions.reduce((sum, { size }) => sum + size, 0)
  if (passes > parts) throw new RangeError(`it has ${passes} passes and ${parts} parts`)
  const [runs, offsets] = [int32(arrays.runs), int32(arrays.offsets)]
  if (offsets.length !== parts + partitions.length)
    throw new RangeError(`offsets are ${parts + partitions.length} numbers, not ${offsets.length}`)
  const units = countUnits(grids)
  let [run, offset] = [0, 0]
  for (const { size } of partitions) {
    if (offsets[offset] !== 0) throw new RangeError("the offsets of a partition start at 0")
    for (let part = 0; part < size; part++) {
      const [start, end] = [offsets[offset + part], offsets[offset + part + 1]]
      if (start > end || (end - start) % 2 !== 0 || run + end > runs.length)
        throw new RangeError("a part is pairs of unit numbers")
      expectRuns(runs.subarray(run + start, run + end), units)
    }
    run += offsets[offset + size]
    offset += size + 1
  }
  return { scores, baseline: float64(arrays.baseline, targets.length), runs, offsets }
}

/** Returns `length` numbers of 32 bits from 0 to 1. */
export function shares({ data }: NpyArray, length: number): Float32Array {
  if (!(data instanceof Float32Array) || data.length !== length || !data.every((one) => one >= 0 && one <= 1))
    throw new RangeError(`${length} numbers of float32 from 0 to 1 are expected`)
  return data
}

function expectRuns(part: Int32Array, units: number): void {
  let last = 0
  for (let i = 0; i < part.length; i += 2) {
    if (part[i] < last || part[i + 1] <= part[i] || part[i + 1] > units)
      throw new RangeError(`a part is sorted runs of units from 0 to ${units}`)
    last = part[i + 1]
  }
}

/** Returns sources of units, each -1 or below `most`. */
export function sources(array: NpyArray, length: number, most: number): Int32Array {
  const data = int32(array)
  if (data.length !== length || data.some((source) => source < -1 || source >= most))
    throw new RangeError(`${length} sources from -1 to ${most - 1} are expected`)
  return data
}

/** Returns `length` finite numbers of 64 bits. */
export function float64({ data }: NpyArray, length: number): Float64Array {
  if (!(data instanceof Float64Array) || data.length !== length || !data.every(Number.isFinite))
    throw new RangeError(`${length} finite numbers of float64 are expected`)
  return data
}

function int32({ data }: NpyArray): Int32Array {
  if (!(data instanceof Int32Array)) throw new RangeError("numbers of int32 are expected")
  return data
}
