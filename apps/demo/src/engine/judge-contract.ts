import type { MethodName } from "@pami/methods"
import type { Chosen } from "./choice.ts"

/** The scores that a map is read against. */
export interface Reach {
  /** Score of the whole input; of a contrast, the difference of two. */
  readonly whole: number
  /** Score of the input with everything masked. */
  readonly masked: number
  /** The part that scores highest alone; `null` of a method that shows no part alone. */
  readonly best: {
    readonly score: number
    /** Its share of the input, 0 to 1. */
    readonly share: number
  } | null
  /**
   * The ends of a colour bar that does not depend on the map: 0 and the score of the class; of a score without a zero, the
   * scores of the masked and the whole input; symmetric for a contrast. `null` if their order is wrong.
   */
  readonly scale: { readonly min: number; readonly max: number } | null
}

/** The scores of the most important units of a map, and of the others. */
export interface Kept {
  /** Runs of the most important units: pixels of the model's input, words. */
  readonly part: Int32Array
  /** Score of the input with the other units masked. */
  readonly kept: number
  /** Score of the input with the most important units masked. */
  readonly others: number
}

/** The smallest region, most important units first, that keeps most of the score. */
export interface SmallestRegion {
  /** Its share of the units; 1 if no smaller region keeps the score. */
  readonly share: number
  /** Its runs of units. */
  readonly part: Int32Array
  /** Share of the score that it keeps at least. */
  readonly keep: number
}

/** Methods that a map is set against. */
export const rivals = ["rise", "lime", "kernel-shap", "occlusion"] as const satisfies readonly MethodName[]

/** The name of a rival method. */
export type Rival = (typeof rivals)[number]

/** An order of units: of the map, of another method's, or at random. */
export type Ranking = "pami" | "random" | Rival

/** The masks of the curves of images. They do not depend on the settings of the map. */
export const imageMasks = ["blur", "black"] as const

/** Scores while units are inserted into the masked input or deleted from the input, the most important first. */
export interface Curve {
  readonly ranking: Ranking
  readonly kind: "insertion" | "deletion"
  /** Name of the mask: `blur`, `delete`. */
  readonly mask: string
  /** Shares of the units, ascending from 0 to 1. */
  readonly shares: readonly number[]
  /** Score at each share; `NaN` until it is known. */
  readonly scores: readonly number[]
  /** Area under the curve, in the unit of the scores; `null` until all scores are known. */
  readonly area: number | null
}

/** The state of curves that are being drawn. */
export interface Tracing {
  /** Completed share of the work, 0 to 1. */
  readonly share: number
  readonly curves: readonly Curve[]
}

/**
 * Questions about how good the map of the present sweep is.
 *
 * @typeParam Choice what a map is read for: of images, a class or the contrast of two
 */
export interface Judge<Choice = Chosen> {
  /** Returns the scores of a share of the units, the most important of the map, and of all others. Two passes. */
  keepBrightest(chosen: Choice, share: number): Promise<Kept>
  /** Returns the smallest region that keeps 90 % of the score, over the mask of the settings. At most {@link regionPasses}. */
  smallestRegion(chosen: Choice): Promise<SmallestRegion>
  /** Returns the rank correlation of the maps of two choices. No pass. */
  likeness(first: Choice, second: Choice): Promise<number>
  /** Returns the rank correlation of every two maps, `[maps, maps]`. No pass. */
  agreement(maps: readonly Float32Array[]): Promise<readonly (readonly number[])[]>
  /**
   * Draws insertion and deletion curves under two masks, {@link curvePasses} for each ranking. A rival explains the input
   * first, with as many passes as the map had. Resolves at the end.
   *
   * @param tell called as curves grow
   * @throws `ABORTED` if it is stopped
   */
  trace(chosen: Choice, rankings: readonly Ranking[], tell: (tracing: Tracing) => unknown): Promise<void>
}

/** Points of a curve, both ends included. */
export const curvePoints = 21

/** Returns the forward passes of the curves of one ranking, two under each mask: the ends of all are the same. */
export function curvePasses(units: number, masks: number): number {
  // A small input has fewer units than points.
  return 2 * masks * Math.max(0, Math.min(curvePoints, units + 1) - 2)
}

/** Most forward passes of the smallest region: those of a curve, and 15 between two of its points. */
export const regionPasses = curvePoints - 2 + 15 + 1
