import type { TargetInfo } from "../contracts/target.ts"
import { PamiError } from "../error.ts"
import { grouped } from "../numbers/grouped.ts"

// One array of 32-bit floats keeps the scores of a sweep: 1 GiB.
const mostScores = 2 ** 28

/** The scores of all forward passes, in an array that grows. */
export interface ScoreTable {
  /** Number of forward passes so far. */
  readonly passes: number
  /**
   * Adds the scores of `count` passes: if one is not finite, those of the passes before it.
   *
   * @throws PamiError `SCORES_TOO_MANY`, `OUTPUT_NOT_FINITE`
   */
  push(rows: Float64Array, count: number): void
  /** Returns the scores so far, `[passes, targets]`: a view, which later passes do not change. */
  view(): Float32Array
}

/**
 * Returns a table without scores.
 *
 * @param targets scored in each pass
 * @param expected forward passes to make room for, `null` if their number is not known
 * @throws PamiError `SCORES_TOO_MANY`
 */
export function scoreTable(targets: readonly TargetInfo[], expected: number | null): ScoreTable {
  const { length: width } = targets
  const arrayOf = (passes: number) => {
    if (passes * width > mostScores)
      throw new PamiError(
        "SCORES_TOO_MANY",
        `${grouped(passes)} forward passes with ${grouped(width)} targets each are ${grouped(passes * width)} scores; at most ${grouped(mostScores)} are kept. Name targets, or spend fewer passes.`,
        { data: { passes, targets: width, most: mostScores } },
      )
    return new Float32Array(passes * width)
  }
  const most = Math.floor(mostScores / width)
  let scores = arrayOf(expected ?? Math.min(256, most))
  let passes = 0
  const view = () => scores.subarray(0, passes * width)
  return {
    get passes() {
      return passes
    },
    push(rows, count) {
      for (let row = 0; row < count; row++) {
        const own = rows.subarray(row * width, (row + 1) * width)
        const wrong = own.findIndex((score) => !Number.isFinite(score))
        if (wrong >= 0)
          throw new PamiError(
            "OUTPUT_NOT_FINITE",
            `forward pass ${passes + 1} scored ${own[wrong]} for target ${targets[wrong].id}. Try another masking operator.`,
            { data: { pass: passes + 1, target: targets[wrong].id } },
          )
        if (passes * width === scores.length) {
          const longer = arrayOf(Math.max(passes + 1, Math.min(2 * passes, most)))
          longer.set(scores)
          scores = longer
        }
        scores.set(own, width * passes++)
      }
    },
    view,
  }
}
