import { random } from "@pami/core/tensor"
import type { Metric } from "../contracts/metric.ts"
import type { BaselineOptions } from "../curves/insertion.ts"
import { expectAnswers, expectMap } from "../evidence.ts"
import { once } from "../once.ts"
import { allBut, checkSampling, randomBox, sumOver } from "./random-parts.ts"

/** Options of metrics that mask random sets of units. */
export interface SamplingOptions extends BaselineOptions {
  /** Number of random sets, at least 2. */
  readonly samples?: number
  /** Any integer: the same seed gives the same sets. Default 1. */
  readonly seed?: number
}

/**
 * Returns the infidelity (Yeh et al., 2019, section 2; square removal of section 2.3): the mean squared difference between the
 * drop of the score when a random box is masked, and the importance in the box, scaled by the factor that fits best. All maps
 * of an input are measured on the same boxes, whose scores are asked once.
 *
 * @param options `baseline`: default `"black"`; `samples`: default 50
 * @throws RangeError for options out of range
 */
export function infidelity(options: SamplingOptions = {}): Metric {
  const { baseline = "black", samples = 50, seed = 1 } = options
  checkSampling(samples, seed)
  return {
    name: `infidelity:${baseline}`,
    protocol: `Mean squared difference of the importance in a box, in the scale that fits best, and the drop of the score when the box is masked by "${baseline}", over ${samples} random boxes of a tenth to a half of each side (Yeh et al. 2019, section 2).`,
    better: "lower",
    needs: ["passes"],
    baselines: [baseline],
    settings: { baseline, samples, seed },
    average: "maps",
    async measure(subject) {
      expectMap(subject)
      const answers = expectAnswers(subject)
      const { map, shape } = subject
      const { boxes, scores } = once(answers, `boxes ${baseline} ${samples} ${seed}`, () => {
        const next = random(seed)
        const boxes = Array.from({ length: samples }, () => randomBox(shape, next))
        return { boxes, scores: answers.preserved(baseline, boxes.map(allBut)) }
      })
      const drops = (await scores).map((score) => answers.original - score)
      const sums = boxes.map((box) => sumOver(map, box))
      const squares = sums.reduce((total, sum) => total + sum * sum, 0)
      const scale = squares > 0 ? sums.reduce((total, sum, at) => total + sum * drops[at], 0) / squares : 0
      const errors = sums.map((sum, at) => (scale * sum - drops[at]) ** 2)
      return { value: errors.reduce((total, error) => total + error, 0) / samples }
    },
  }
}
