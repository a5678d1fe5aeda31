import { expectMap } from "../evidence.ts"
import type { Metric, Subject } from "../contracts/metric.ts"
import { orderOf } from "../curves/ranking.ts"
import { objectOnGrid } from "./object-on-grid.ts"

/**
 * Returns the intersection over union at the best threshold: the highest IoU of the object with the units of at least some
 * importance, over all thresholds (cf. MaxBoxAcc of Choe et al., 2020, for masks). The object is its mask, or its boxes if
 * the mask is unknown.
 */
export function iou(): Metric {
  return thresholdMetric(
    "iou",
    "Highest intersection over union of the units above a threshold with the mask of the object, or with its boxes if the mask is unknown, over all thresholds (cf. Choe et al. 2020).",
    (steps, object) =>
      steps.reduce((best, { hits, chosen }) => Math.max(best, hits / (object + chosen - hits)), 0),
  )
}

/**
 * Returns the average precision per unit: the mean precision over recall, with the importance as the confidence that a unit
 * belongs to the object (PxAP of Choe et al., 2020, section 4.2). Equal values are one threshold. The object is its mask, or
 * its boxes if the mask is unknown.
 */
export function averagePrecision(): Metric {
  return thresholdMetric(
    "average-precision",
    "Area under precision over recall of the units above a threshold, for the mask of the object, or its boxes if the mask is unknown (Choe et al. 2020, section 4.2).",
    (steps, object) =>
      steps.reduce(
        (sum, { hits, chosen }, at) => sum + (((hits - (steps[at - 1]?.hits ?? 0)) / object) * hits) / chosen,
        0,
      ),
  )
}

/** The units above one threshold. */
interface Step {
  /** Number of units. */
  readonly chosen: number
  /** Number of those on the object. */
  readonly hits: number
}

function thresholdMetric(
  name: string,
  protocol: string,
  read: (steps: readonly Step[], object: number) => number,
): Metric {
  return {
    name,
    protocol,
    better: "higher",
    needs: ["object"],
    baselines: [],
    settings: {},
    average: "maps",
    measure(subject) {
      expectMap(subject)
      const object = objectOnGrid(subject, "mask")
      return {
        value: read(
          stepsOf(subject, object),
          object.reduce((sum, byte) => sum + byte, 0),
        ),
      }
    },
  }
}

/** Returns the thresholds from the highest value to the lowest. Units without a value are below all others. */
function stepsOf(subject: Subject, object: Uint8Array): Step[] {
  const { map } = subject
  const order = orderOf(subject)
  const value = (place: number) => (Number.isNaN(map[order[place]]) ? -Infinity : map[order[place]])
  const steps: Step[] = []
  let hits = 0
  for (const [place, unit] of order.entries()) {
    hits += object[unit]
    if (place + 1 === order.length || value(place) !== value(place + 1))
      steps.push({ chosen: place + 1, hits })
  }
  return steps
}
