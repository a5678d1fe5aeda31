import type { TargetInfo } from "../contracts/target.ts"
import { PamiError } from "../error.ts"
import { grouped } from "../numbers/grouped.ts"

// One array of 32-bit floats keeps the scores of a sweep: 1 GiB.
const mostScores = 2 ** 28

/** The scores of all forward passes, row by row, in an array that grows. */
export class ScoreTable {
  /** Number of forward passes so far. */
  passes = 0
  readonly #targets: readonly TargetInfo[]
  #scores: Float32Array

  /**
   * @param targets scored in each pass
   * @param expected forward passes to make room for, `null` if their number is not known
   * @throws PamiError `SCORES_TOO_MANY`
   */
  constructor(targets: readonly TargetInfo[], expected: number | null) {
    this.#targets = targets
    const { length: width } = targets
    expectRoom(expected ?? 0, width)
    this.#scores = new Float32Array(Math.min(expected ?? 256, Math.floor(mostScores / width)) * width)
  }

  /**
   * Adds the scores of `count` passes: if one is not finite, those of the passes before it.
   *
   * @throws PamiError `SCORES_TOO_MANY`, `OUTPUT_NOT_FINITE`
   */
  push(rows: Float64Array, count: number): void {
    const { length: width } = this.#targets
    const found = rows.subarray(0, count * width).findIndex((score) => !Number.isFinite(score))
    const finite = found < 0 ? count : Math.floor(found / width)
    const from = this.passes * width
    const to = from + finite * width
    if (to > this.#scores.length) {
      expectRoom(this.passes + finite, width)
      const longer = new Float32Array(Math.max(to, Math.min(2 * this.#scores.length, mostScores)))
      longer.set(this.#scores)
      this.#scores = longer
    }
    this.#scores.set(rows.subarray(0, to - from), from)
    this.passes += finite
    if (found < 0) return
    const target = this.#targets[found % width].id
    throw new PamiError(
      "OUTPUT_NOT_FINITE",
      `forward pass ${this.passes + 1} scored ${rows[found]} for target ${target}. Try another masking operator.`,
      { data: { pass: this.passes + 1, target } },
    )
  }

  /** Returns the scores so far, `[passes, targets]`: a view, which later passes do not change. */
  view(): Float32Array {
    return this.#scores.subarray(0, this.passes * this.#targets.length)
  }
}

function expectRoom(passes: number, width: number): void {
  const scores = passes * width
  if (scores > mostScores)
    throw new PamiError(
      "SCORES_TOO_MANY",
      `${grouped(passes)} forward passes with ${grouped(width)} targets each are ${grouped(scores)} scores; at most ${grouped(mostScores)} are kept. Name the targets to explain, or spend fewer passes.`,
      { data: { passes, targets: width, most: mostScores } },
    )
}
