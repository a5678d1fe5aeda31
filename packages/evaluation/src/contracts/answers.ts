import type { Part } from "@pami/core"

/** The scores of one target for masked versions of one input. Questions of all metrics and maps share full batches. */
export interface Answers {
  /** Number of units of the grid that is masked; the other grids of the input stay preserved. */
  readonly units: number
  /** Score of the input itself. */
  readonly original: number
  /** Returns the score of a baseline: the input with all units of the grid masked. Asked once. */
  masked(baseline: string): Promise<number>
  /** Returns the score of each part preserved alone. The parts are taken one by one, when a batch has room. */
  preserved(baseline: string, parts: Iterable<Part>): Promise<Float64Array>
  /**
   * Returns the score of the input mixed with the baseline, for each array of shares: one number for each unit, from 0,
   * masked, to 1, preserved.
   */
  blended(baseline: string, shares: Iterable<Float32Array>): Promise<Float64Array>
}
