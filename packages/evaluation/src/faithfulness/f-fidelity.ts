import { random } from "@pami/core/tensor"
import type { Metric } from "../contracts/metric.ts"
import { orderOf } from "../curves/ranking.ts"
import { expectAnswers, expectMap } from "../evidence.ts"
import type { SamplingOptions } from "./infidelity.ts"
import { allBut, checkSampling, randomSet } from "./random-parts.ts"

/** Options of {@link fFidelity}. */
export interface FidelityOptions extends SamplingOptions {
  /** Share of the units that are the important ones, above 0 and at most 1. Default 0.2. */
  readonly important?: number
  /** Share of the important units that are masked at random, above 0 and at most 1. Default 0.5. */
  readonly masked?: number
}

/**
 * Returns F-Fidelity (Zheng et al., F-Fidelity, 2024, section 4: FFid+, without fine-tuning): the mean drop of the score when
 * a random half of the important units is masked, so that the shape of the masked region tells the model nothing.
 *
 * @param options `baseline`: default `"black"`; `samples`: default 20
 * @throws RangeError for options out of range
 */
export function fFidelity(options: FidelityOptions = {}): Metric {
  const { baseline = "black", samples = 20, seed = 1, important = 0.2, masked = 0.5 } = options
  checkSampling(samples, seed)
  for (const share of [important, masked])
    if (!(share > 0 && share <= 1))
      throw new RangeError(`important and masked are shares above 0 and at most 1; got ${share}`)
  return {
    name: `f-fidelity:${baseline}`,
    protocol: `Mean drop of the score when a random ${masked} of the most important ${important} of the units is masked by "${baseline}", over ${samples} draws (FFid+ of Zheng et al. 2024, without fine-tuning).`,
    better: "higher",
    needs: ["passes"],
    baselines: [baseline],
    settings: { baseline, samples, seed, important, masked },
    average: "maps",
    async measure(subject) {
      expectMap(subject)
      const answers = expectAnswers(subject)
      const order = orderOf(subject)
      const [all, count] = [important, important * masked].map((share) =>
        Math.max(1, Math.round(share * answers.units)),
      )
      const next = random(seed)
      const parts = Array.from({ length: samples }, () => {
        const masked = new Uint8Array(answers.units)
        for (const [place, isChosen] of randomSet(all, count, next).entries()) masked[order[place]] = isChosen
        return allBut(masked)
      })
      const scores = await answers.preserved(baseline, parts)
      return { value: answers.original - scores.reduce((sum, score) => sum + score, 0) / samples }
    },
  }
}
