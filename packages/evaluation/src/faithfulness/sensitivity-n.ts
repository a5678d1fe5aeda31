import { random } from "@pami/core/tensor"
import type { Metric } from "../contracts/metric.ts"
import { expectAnswers, expectMap } from "../evidence.ts"
import { once } from "../once.ts"
import { correlation } from "../statistics/correlation.ts"
import type { SamplingOptions } from "./infidelity.ts"
import { allBut, checkSampling, randomSet, sumOver } from "./random-parts.ts"

/** Options of {@link sensitivityN}. */
export interface SensitivityOptions extends SamplingOptions {
  /** Sizes of the sets: shares of the units, above 0 and below 1. Default 0.1, 0.3, 0.5 and 0.7. */
  readonly sizes?: readonly number[]
}

/**
 * Returns sensitivity-n (Ancona et al., 2018, section 3.2): the correlation between the importance of a random set of n units
 * and the drop of the score when it is masked; the mean over several n. 0 if one of the two does not vary. All maps of an input
 * are measured on the same sets, whose scores are asked once.
 *
 * @param options `baseline`: default `"black"`; `samples` of each size: default 25
 * @throws RangeError for options out of range
 */
export function sensitivityN(options: SensitivityOptions = {}): Metric {
  const { baseline = "black", samples = 25, seed = 1, sizes = [0.1, 0.3, 0.5, 0.7] } = options
  checkSampling(samples, seed)
  if (sizes.length === 0 || !sizes.every((size) => size > 0 && size < 1))
    throw new RangeError(`sizes are shares of the units above 0 and below 1; got ${sizes.join(", ")}`)
  return {
    name: `sensitivity-n:${baseline}`,
    protocol: `Correlation of the importance of a random set of units with the drop of the score when it is masked by "${baseline}", the mean over sets of ${sizes.join(", ")} of the units, ${samples} of each (Ancona et al. 2018, section 3.2).`,
    better: "higher",
    needs: ["passes"],
    baselines: [baseline],
    settings: { baseline, samples, seed, sizes },
    average: "maps",
    async measure(subject) {
      expectMap(subject)
      const answers = expectAnswers(subject)
      const { sets, scores } = once(answers, `sets ${baseline} ${samples} ${seed} ${sizes.join()}`, () => {
        const next = random(seed)
        const sets = sizes.flatMap((size) => {
          const count = Math.max(1, Math.round(size * answers.units))
          return Array.from({ length: samples }, () => randomSet(answers.units, count, next))
        })
        return { sets, scores: answers.preserved(baseline, sets.map(allBut)) }
      })
      const drops = Array.from(await scores, (score) => answers.original - score)
      const sums = sets.map((set) => sumOver(subject.map, set))
      const correlations = sizes.map((_, at) => {
        const [from, to] = [at * samples, (at + 1) * samples]
        return correlation(sums.slice(from, to), drops.slice(from, to))
      })
      const known = correlations.map((value) => (Number.isNaN(value) ? 0 : value))
      return { value: known.reduce((sum, value) => sum + value, 0) / sizes.length }
    },
  }
}
