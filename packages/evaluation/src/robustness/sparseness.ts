import type { Metric } from "../contracts/metric.ts"
import { expectMap } from "../evidence.ts"

/**
 * Returns the sparseness: the Gini index of the absolute values of a map, 0 if all units are equally important, near 1 if one
 * unit has all importance (Chalasani et al., 2020, section 4). Units without a value count as 0.
 */
export function sparseness(): Metric {
  return {
    name: "sparseness",
    protocol: "Gini index of the absolute values of the map (Chalasani et al. 2020, section 4).",
    better: "higher",
    needs: [],
    baselines: [],
    settings: {},
    average: "maps",
    measure(subject) {
      expectMap(subject)
      const values = new Float64Array(subject.map)
        .map((value) => (Number.isNaN(value) ? 0 : Math.abs(value)))
        .sort()
      let [sum, weighted] = [0, 0]
      for (let place = 0; place < values.length; place++) {
        sum += values[place]
        weighted += (2 * (place + 1) - values.length - 1) * values[place]
      }
      return { value: sum > 0 ? weighted / (values.length * sum) : 0 }
    },
  }
}
