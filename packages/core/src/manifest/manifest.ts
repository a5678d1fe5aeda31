import type { Json, Settings } from "../contracts/settings.ts"
import type { Scale, TargetId } from "../contracts/target.ts"
import type { Explanation, Provenance } from "../contracts/explanation.ts"
import { average } from "../read-out/average.ts"
import { peak } from "../read-out/maps.ts"
import { positionOf } from "../read-out/scores.ts"
import { sha256 } from "../numbers/sha256.ts"
import { version } from "../version.ts"

/** The format of the manifests that this version writes and reads. */
export const manifestFormat = "pami-manifest-2"

/** Returns the map of a target from an explanation, as {@link average} does. */
export type Read = (explanation: Explanation, target: TargetId) => Float32Array

/** A summary of a map. */
export interface MapSummary {
  /** Digest of the map, float32, little-endian, row-major. */
  readonly digest: string
  /** Number of the unit with the highest value; -1 if no part was scored. */
  readonly peak: number
  /** `null` if no part was scored, as the next two. */
  readonly lowest: number | null
  readonly highest: number | null
  readonly mean: number | null
}

/** The result for one target. */
export interface MapRecord extends MapSummary {
  readonly target: TargetId
  /** Score of the input itself and of its baseline. */
  readonly original: number
  readonly baseline: number
}

/**
 * Everything that is needed to compute maps again and to compare them: versions, digests, options, results. Plain JSON
 * without times and places, so that the same explanation gives the same bytes.
 */
export interface Manifest extends Provenance {
  readonly format: typeof manifestFormat
  /** Version of this package. */
  readonly version: string
  /** Names and shapes of the grids of units. */
  readonly grids: readonly { readonly name: string; readonly shape: readonly number[] }[]
  /** The unit of the scores. */
  readonly scale: Scale
  readonly passes: number
  readonly complete: boolean
  readonly maps: readonly MapRecord[]
  /** Files and options of the application. {@link verify} does not compare them. */
  readonly extra: Settings
}

/**
 * Returns the manifest of an explanation.
 *
 * @param options `targets`: the targets whose maps are recorded (a few milliseconds each), default all; `read`: the
 *   read-out, default {@link average}; `extra`: files and options of an application, copied to the manifest
 * @throws RangeError if a target was not swept
 *
 * @example
 * const text = JSON.stringify(manifest(explanation, { targets: [0] }))
 */
export function manifest(
  explanation: Explanation,
  options: { targets?: readonly TargetId[]; read?: Read; extra?: Settings } = {},
): Manifest {
  const { targets = explanation.targets.map(({ id }) => id), read = average, extra = {} } = options
  const { grids, scale, baseline, passes, complete, provenance } = explanation
  return {
    format: manifestFormat,
    version,
    ...provenance,
    grids: grids.map(({ name, shape }) => ({ name, shape })),
    scale,
    passes,
    complete,
    maps: targets.map((target) => ({
      target,
      original: explanation.targets[positionOf(explanation, target)].score,
      baseline: baseline[positionOf(explanation, target)],
      ...summarize(read(explanation, target)),
    })),
    extra,
  }
}

/** Returns the summary of a map: its digest, its peak, and the range and mean of its values without `NaN`. */
export function summarize(map: Float32Array): MapSummary {
  let [known, lowest, highest, sum] = [0, Infinity, -Infinity, 0]
  for (const value of map) {
    if (Number.isNaN(value)) continue
    known++
    lowest = Math.min(lowest, value)
    highest = Math.max(highest, value)
    sum += value
  }
  return {
    digest: sha256([map]),
    peak: peak(map),
    ...(known > 0 ? { lowest, highest, mean: sum / known } : { lowest: null, highest: null, mean: null }),
  }
}

/** One comparison. */
export interface Check {
  readonly what: string
  readonly expected: Json
  readonly actual: Json
  readonly same: boolean
}

/** Result of {@link verify}. */
export interface Verification {
  /** Whether all values are the same, the maps to the last bit. */
  readonly same: boolean
  readonly checks: readonly Check[]
  /** The explanation that was computed again. */
  readonly explanation: Explanation
}

/**
 * Computes an explanation again and compares it with its manifest: all values except `extra`, the maps also by digest.
 *
 * @param recompute returns the explanation that the manifest describes
 * @param options `read`: the read-out of the maps of the manifest, default {@link average}; called after `recompute`
 *
 * @example
 * const { same, checks } = await verify(parseManifest(text), () => explain({ model, input }))
 * for (const { what, same } of checks) if (!same) console.warn(`${what} differs`)
 * console.log(same) // true
 */
export async function verify(
  expected: Manifest,
  recompute: (manifest: Manifest) => Promise<Explanation>,
  options: { read?: Read } = {},
): Promise<Verification> {
  const explanation = await recompute(expected)
  const targets = expected.maps.map(({ target }) => target)
  const known = targets.filter((target) => explanation.targets.some(({ id }) => id === target))
  const actual = manifest(explanation, { targets: known, ...options })
  const checks: Check[] = []
  const check = (what: string, a: unknown, b: unknown) => {
    const [then, now] = [a ?? null, b ?? null] as [Json, Json]
    checks.push({ what, expected: then, actual: now, same: canonical(then) === canonical(now) })
  }
  check("format", expected.format, actual.format)
  check("version", expected.version, actual.version)
  check("backend", expected.backend, actual.backend)
  check("model digest", expected.model.digest, actual.model.digest)
  check("model settings", expected.model.settings, actual.model.settings)
  check("input digest", expected.input.digest, actual.input.digest)
  check("input settings", expected.input.settings, actual.input.settings)
  check("partitioner", expected.partitioner, actual.partitioner)
  check("target", expected.target, actual.target)
  check("scale", expected.scale, actual.scale)
  check("grids", expected.grids, actual.grids)
  check("passes", expected.passes, actual.passes)
  check("complete", expected.complete, actual.complete)
  for (const { target, ...record } of expected.maps) {
    const found = actual.maps.find((map) => map.target === target)
    for (const key of Object.keys(record) as (keyof typeof record)[])
      check(`map of target ${target}: ${key}`, record[key], found?.[key])
  }
  return { same: checks.every(({ same }) => same), checks, explanation }
}

/** Returns JSON with sorted keys, so that equal records give equal texts. */
function canonical(value: Json | undefined): string {
  if (value === undefined || value === null || typeof value !== "object") return JSON.stringify(value ?? null)
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`
  const entries = Object.entries(value as { [key: string]: Json })
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`)
    .join(",")}}`
}
