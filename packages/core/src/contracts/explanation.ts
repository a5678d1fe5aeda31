import type { Finding } from "./finding.ts"
import type { UnitGrid, Variant } from "./input.ts"
import type { Partition } from "./partition.ts"
import type { Settings } from "./settings.ts"
import type { Scale, TargetInfo } from "./target.ts"

/**
 * The result of a sweep, as data: it survives `structuredClone`, a file and another thread, and its maps stay the same to
 * the byte. It keeps the scores of all parts, so that a map of any target, a contrast of two, or another read-out needs no
 * further forward pass: see `average`, `standardError`, `coverage`.
 */
export interface Explanation {
  /** The units of the input. */
  readonly grids: readonly [UnitGrid, ...UnitGrid[]]
  /** The input itself, then its other variants. */
  readonly variants: readonly [Variant, ...Variant[]]
  /** The targets, each with its score for the input itself. */
  readonly targets: readonly TargetInfo[]
  /** Position of the target to read if the caller names none. */
  readonly preferred: number
  /** The unit of the scores. */
  readonly scale: Scale
  /** Scores of the fully masked input, `[targets]`. */
  readonly baseline: Float64Array
  /** All possible targets, also those that were not swept. */
  readonly prediction: readonly TargetInfo[]
  /** The partitions with scored parts, in order. Of the last one, perhaps only the first parts are scored. */
  readonly partitions: readonly Partition[]
  /** Number of partitions of the full run, for each stage; `null` if the partitioner does not know it. */
  readonly planned: readonly number[] | null
  /** Scores of the parts, `[passes, targets]`, in the order of the partitions and of their parts. */
  readonly scores: Float32Array
  /** Number of forward passes, one for each part. */
  readonly passes: number
  /** Whether all parts that were asked for have been scored. */
  readonly complete: boolean
  readonly findings: readonly Finding[]
  /** Names, digests and settings, for the manifest. */
  readonly provenance: Provenance
}

/** Names, digests and settings of the parts of a sweep, as the manifest records them. */
export interface Provenance {
  readonly backend: string
  readonly model: { readonly digest: string; readonly settings: Settings }
  readonly input: { readonly digest: string; readonly settings: Settings }
  readonly partitioner: { readonly name: string; readonly settings: Settings }
  readonly target: { readonly name: string; readonly settings: Settings }
}
