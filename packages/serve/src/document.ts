import type { Box, Finding, Manifest, Scale, TargetId } from "@pami/core"
import type { Recipe, UnitAxis } from "@pami/recipe"

/** A target and its score. */
interface ScoredTarget {
  readonly id: TargetId
  readonly label: string | null
  readonly score: number
  /** Place of an object, in units of the model's input. */
  readonly box?: Box
}

/** A map of a response. */
export interface ExplainedMap extends ScoredTarget {
  /** Number of units along each axis. */
  readonly shape: readonly number[]
  /** The importance of each unit, row-major: base64 of float32, little-endian. */
  readonly float32: string
}

/** The response in JSON. */
export interface ExplanationDocument {
  readonly model: string
  readonly scale: Scale
  /** The targets of highest score, five at most. */
  readonly prediction: readonly ScoredTarget[]
  /** One for each target that was explained. */
  readonly maps: readonly ExplainedMap[]
  /** Where the units of the maps lie. */
  readonly axes: readonly UnitAxis[]
  readonly passes: number
  readonly findings: readonly Finding[]
  /** The recipe in force: with the same model and input it gives the same maps. */
  readonly recipe: Recipe
  readonly manifest: Manifest
}
