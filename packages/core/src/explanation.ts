import type { Finding, InputCopy, Partition, Settings } from "./contracts.ts"
import type { Scale } from "./scale.ts"

/**
 * The outcome of a sweep, as data. The scores of all parts are kept, so that a map of any target, a contrast
 * of two, or another read-out needs no further forward pass: see `average`, `standardError`, `coverage`.
 */
export interface Explanation {
  /** Shape of the unit grid: `[H, W]` for a picture. */
  readonly units: readonly number[]
  /** What was scored: class numbers, for a classifier. */
  readonly targets: readonly number[]
  /** What the scores are. */
  readonly scale: Scale
  /** Scores of the input itself, `[targets]`. */
  readonly original: Float64Array
  /** Scores of the fully masked input, `[targets]`. */
  readonly baseline: Float64Array
  /** Score of every possible target for the input itself, also of those that were not swept. */
  readonly prediction: Float64Array
  /** The input and its augmented copies, whose maps are brought back when a map is read out. */
  readonly copies: readonly InputCopy[]
  /** The partitions whose parts were scored, in order; the last one perhaps only in its first parts. */
  readonly partitions: readonly Partition[]
  /** Partitions of the full run. */
  readonly planned: number
  /** Scores of the parts, `[passes, targets]`, in the order of the partitions and of their parts. */
  readonly scores: Float32Array
  /** Forward passes of the sweep, one a part. */
  readonly passes: number
  /** Whether every part that was asked for has been scored. */
  readonly complete: boolean
  /** What the preflight found. */
  readonly findings: readonly Finding[]
  /** Everything else that a manifest needs. */
  readonly provenance: Provenance
}

/** What was run, as the manifest records it. */
export interface Provenance {
  readonly backend: string
  readonly model: { readonly digest: string; readonly settings: Settings }
  readonly input: { readonly digest: string; readonly settings: Settings }
  readonly partitioner: { readonly name: string; readonly settings: Settings }
  readonly target: { readonly name: string; readonly settings: Settings }
}
