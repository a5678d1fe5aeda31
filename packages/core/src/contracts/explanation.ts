import type { Finding } from "./finding.ts"
import type { UnitGrid, Variant } from "./input.ts"
import type { Partition } from "./partition.ts"
import type { Settings } from "./settings.ts"
import type { Scale, TargetInfo } from "./target.ts"

/**
 * The outcome of a sweep, as data: it survives `structuredClone`, a file and another thread, and its maps stay the same to
 * the byte. It keeps the scores of all parts, so that a map of any target, a contrast of two, or another read-out needs no
 * further forward pass: see `average`, `standardError`, `coverage`.
 */
export interface Explanation {
  /** The units of the input. */
  readonly grids: readonly [UnitGrid, ...UnitGrid[]]
  /** The input itself, first, and its other variants. */
  readonly variants: readonly [Variant, ...Variant[]]
  /** The targets that were scored, each with its score for the input itself. */
  readonly targets: readonly TargetInfo[]
  /** Position of the target whose map is read when none is named. */
  readonly preferred: number
  /** The unit of the scores. */
  readonly scale: Scale
  /** Scores of the fully masked input, `[targets]`. */
  readonly baseline: Float64Array
  /** All possible targets, also those that were not swept. */
  readonly prediction: readonly TargetInfo[]
  /** The partitions whose parts were scored, in order; of the last one perhaps only the first parts. */
  readonly partitions: readonly Partition[]
  /** Partitions of the full run, for each stage; `null` where the partitioner does not know. */
  readonly planned: readonly number[] | null
  /** Scores of the parts, `[passes, targets]`, in the order of the partitions and of their parts. */
  readonly scores: Float32Array
  /** Forward passes of the sweep, one for each part. */
  readonly passes: number
  /** Whether every requested part has been scored. */
  readonly complete: boolean
  readonly findings: readonly Finding[]
  /** The rest of a manifest. */
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
