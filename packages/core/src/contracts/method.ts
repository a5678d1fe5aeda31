import type { Explanation } from "./explanation.ts"
import type { Partitioner } from "./partitioner.ts"
import type { Settings } from "./settings.ts"
import type { TargetId } from "./target.ts"

/**
 * A way to explain: a partitioner, and a read-out from the scores of its parts to a map. The method of the paper is one;
 * Occlusion, LIME and SHAP are others over the same sweep, since a part may be any union of units.
 */
export interface Method {
  readonly name: string
  readonly settings: Settings
  readonly partitioner: Partitioner
  /**
   * Returns the importance of each unit of a grid, row-major.
   *
   * @param target default: the preferred one
   * @param grid name of the grid; default: the first
   */
  read(explanation: Explanation, target?: TargetId, grid?: string): Float32Array
}
