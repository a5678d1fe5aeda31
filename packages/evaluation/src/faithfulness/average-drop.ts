import { minMax } from "@pami/core"
import type { Metric, Subject } from "../contracts/metric.ts"
import type { BaselineOptions } from "../curves/insertion.ts"
import { expectAnswers, expectMap } from "../evidence.ts"
import { once } from "../once.ts"

/**
 * Returns the average drop: the share of the score that is lost when the input is multiplied by its map, scaled to 0 to 1
 * (Chattopadhay et al., Grad-CAM++, 2018, section 4.1); 0 if the score rises. Needs an input whose units can be mixed with
 * their baseline.
 *
 * @param options `baseline`: default `"black"`, in which mixing is multiplying
 */
export function averageDrop({ baseline = "black" }: BaselineOptions = {}): Metric {
  return mixedMetric(
    "average-drop",
    "lower",
    baseline,
    "Share of the score that is lost, at least 0,",
    (original, mixed) => (original > 0 ? Math.max(0, original - mixed) / original : 0),
  )
}

/**
 * Returns the increase in confidence: 1 if the input multiplied by its map, scaled to 0 to 1, scores higher than the input
 * itself, else 0 (Chattopadhay et al., Grad-CAM++, 2018, section 4.1).
 *
 * @param options `baseline`: default `"black"`, in which mixing is multiplying
 */
export function increase({ baseline = "black" }: BaselineOptions = {}): Metric {
  return mixedMetric("increase", "higher", baseline, "1 if the score rises, else 0,", (original, mixed) =>
    mixed > original ? 1 : 0,
  )
}

function mixedMetric(
  name: string,
  better: Metric["better"],
  baseline: string,
  value: string,
  read: (original: number, mixed: number) => number,
): Metric {
  return {
    name: `${name}:${baseline}`,
    protocol: `${value} when each unit is mixed with "${baseline}" by its importance, scaled to 0 to 1 (Chattopadhay et al. 2018, section 4.1).`,
    better,
    needs: ["passes"],
    baselines: [baseline],
    settings: { baseline },
    average: "maps",
    async measure(subject) {
      expectMap(subject)
      const answers = expectAnswers(subject)
      const [mixed] = await once(subject, `mixed ${baseline}`, () =>
        answers.blended(baseline, [sharesOf(subject)]),
      )
      return { value: read(answers.original, mixed) }
    },
  }
}

function sharesOf({ map }: Subject): Float32Array {
  return minMax(Float32Array.from(map)).map((share) => (Number.isNaN(share) ? 0 : share))
}
