import type { Box, Settings, TargetId } from "@pami/core"
import type { Answers } from "./answers.ts"
import type { Truth } from "./truth.ts"

/** Evidence that a metric needs in addition to the map. */
export type Need =
  /** Forward passes: {@link Subject.answers}. */
  | "passes"
  /** The boxes or the mask of the object. */
  | "object"
  /** The cell of a grid of pasted images that shows the object. */
  | "cell"
  /** Maps of slightly changed inputs. */
  | "changed-maps"
  /** The map of the same input for a model with randomised weights. */
  | "randomised-map"
  /** The map of the same input for another target. */
  | "other-map"

/** The evidence that names a subject: the map, and all that is known about its input. */
export interface Subject {
  /** Importance of each unit of a grid, row-major. `NaN` for a unit that no part covers: it counts as least important. */
  readonly map: ArrayLike<number>
  /** Shape of the grid: `[H, W]`, `[T]`, `[D, H, W]`. */
  readonly shape: readonly number[]
  /** The target that the map explains. Metrics that average over classes group by it. */
  readonly target?: TargetId
  /** The scores of masked versions of the input: an evaluator gives them. */
  readonly answers?: Answers
  /** The place of the object in the image. */
  readonly truth?: Truth
  /** The cell of a grid of pasted images that shows the object, in units of the map. */
  readonly cell?: Box
  /** Maps of slightly changed inputs, of the same shape. */
  readonly changedMaps?: readonly ArrayLike<number>[]
  /** The map of the same input for a model with randomised weights. */
  readonly randomisedMap?: ArrayLike<number>
  /** The map of the same input for another target. */
  readonly otherMap?: ArrayLike<number>
}

/** The value of a metric for one map. */
export interface Measurement {
  /** The value: 0 or 1 for a miss or a hit. */
  readonly value: number
  /** The curve whose area or crossing is the value. */
  readonly curve?: Curve
}

/** Scores after more and more units. */
export interface Curve {
  /** Share of the units that were inserted or deleted, ascending from 0 to 1. */
  readonly shares: readonly number[]
  /** Score of the target at each share. */
  readonly scores: readonly number[]
}

/** A way to judge a map. All metrics have one call, so that a table can be made from a list of names. */
export interface Metric {
  /** Name and variant, as {@link createMetric} takes it: `"insertion:blur"`. */
  readonly name: string
  /** The protocol in a sentence, with its source. */
  readonly protocol: string
  /** Whether a higher or a lower value is better. */
  readonly better: "higher" | "lower"
  readonly needs: readonly Need[]
  /** Names of the baselines whose masked inputs it shows to the model. */
  readonly baselines: readonly string[]
  /** Options in force. */
  readonly settings: Settings
  /** How values of many maps become one: their mean, or the mean of the means of each class. */
  readonly average: "maps" | "classes"
  /**
   * Returns the value for one map.
   *
   * @throws PamiError `EVIDENCE_MISSING`, `BASELINE_NOT_GIVEN`, `MAP_INVALID`, `OBJECT_EMPTY`, `UNITS_NOT_BLENDED`, and the
   *   errors of the model
   */
  measure(subject: Subject): Measurement | Promise<Measurement>
}
