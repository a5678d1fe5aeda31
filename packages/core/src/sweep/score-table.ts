import { PamiError } from "../error.ts"
import { grouped } from "../numbers/grouped.ts"

// The scores of a sweep are kept in one array of 32-bit floats: 1 GiB of them.
const mostScores = 2 ** 28

/** The scores of all forward passes, row by row, in an array that grows. */
export class ScoreTable {
  /** Forward passes so far. */
  passes = 0
  /** Scores of one pass. */
  readonly width: number
  #scores: Float32Array

  /**
   * @param expected forward passes to make room for, `null` where they are not known
   * @throws PamiError `SCORES_TOO_MANY`
   */
  constructor(width: number, expected: number | null) {
    this.width = width
    expectRoom(expected ?? 0, width)
    this.#scores = new Float32Array(Math.min(expected ?? 256, Math.floor(mostScores / width)) * width)
  }

  /**
   * Adds the scores of `count` passes.
   *
   * @throws PamiError `SCORES_TOO_MANY`
   */
  push(rows: Float64Array, count: number): void {
    const from = this.passes * this.width
    const to = from + count * this.width
    if (to > this.#scores.length) {
      expectRoom(this.passes + count, this.width)
      const longer = new Float32Array(Math.max(to, Math.min(2 * this.#scores.length, mostScores)))
      longer.set(this.#scores)
      this.#scores = longer
    }
    this.#scores.set(rows.subarray(0, to - from), from)
    this.passes += count
  }

  /** Returns the scores so far, `[passes, width]`: a view, which later passes do not change. */
  view(): Float32Array {
    return this.#scores.subarray(0, this.passes * this.width)
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
