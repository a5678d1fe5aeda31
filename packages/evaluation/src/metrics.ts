import { deletion, insertion } from "./curves/insertion.ts"
import { minimalRegion } from "./curves/minimal-region.ts"
import { evaluationError } from "./evidence.ts"
import { averageDrop, increase } from "./faithfulness/average-drop.ts"
import { fFidelity } from "./faithfulness/f-fidelity.ts"
import { infidelity } from "./faithfulness/infidelity.ts"
import { sensitivityN } from "./faithfulness/sensitivity-n.ts"
import { energy, type EnergyFloor, energyFloors, gridEnergy } from "./localisation/energy.ts"
import { pointing, type PointingRule, pointingRules } from "./localisation/pointing.ts"
import { averagePrecision, iou } from "./localisation/thresholds.ts"
import { otherTarget, randomisedModel, stability } from "./robustness/correlations.ts"
import { sparseness } from "./robustness/sparseness.ts"
import type { Metric } from "./contracts/metric.ts"

/** A kind of metric, by name. */
export interface MetricKind {
  /** Its variants: names of baselines of the caller's choice, a list, or none. */
  readonly variants: "baselines" | readonly string[]
  /** Returns the metric with a variant; without one, that of the default. */
  create(variant?: string): Metric
}

/** All metrics by name, in the order of tables. */
export const metrics: Readonly<Record<string, MetricKind>> = {
  insertion: overBaselines((baseline) => insertion(baseline)),
  deletion: overBaselines((baseline) => deletion(baseline)),
  "minimal-region": overBaselines((baseline) => minimalRegion(baseline)),
  "average-drop": overBaselines((baseline) => averageDrop(baseline)),
  increase: overBaselines((baseline) => increase(baseline)),
  infidelity: overBaselines((baseline) => infidelity(baseline)),
  "sensitivity-n": overBaselines((baseline) => sensitivityN(baseline)),
  "f-fidelity": overBaselines((baseline) => fFidelity(baseline)),
  pointing: {
    variants: pointingRules,
    create: (rule = "authors") => pointing({ rule: rule as PointingRule }),
  },
  energy: {
    variants: energyFloors,
    create: (above = "minimum") => energy({ above: above as EnergyFloor }),
  },
  grid: { variants: energyFloors, create: (above = "zero") => gridEnergy({ above: above as EnergyFloor }) },
  iou: { variants: [], create: iou },
  "average-precision": { variants: [], create: averagePrecision },
  stability: { variants: [], create: stability },
  sparseness: { variants: [], create: sparseness },
  "randomised-model": { variants: [], create: randomisedModel },
  "other-target": { variants: [], create: otherTarget },
}

/**
 * Returns a metric by its name, and its variant after a colon: `"insertion:black"` masks with the baseline `black`,
 * `"pointing:torchray"` follows TorchRay's rule. Without a variant, the default of the metric.
 *
 * @throws PamiError `METRIC_UNKNOWN`
 *
 * @example
 * const { protocol, better, needs } = createMetric("energy:median")
 * console.log(better, needs.join()) // higher object
 */
export function createMetric(name: string): Metric {
  const [kind, ...rest] = name.split(":")
  const variant = rest.length === 0 ? undefined : rest.join(":")
  if (!Object.hasOwn(metrics, kind))
    throw evaluationError(
      "METRIC_UNKNOWN",
      `there is not a metric "${kind}"; there are ${Object.keys(metrics).join(", ")}`,
      { name: kind },
    )
  const { variants, create } = metrics[kind]
  if (variant === "" || (variant !== undefined && variants !== "baselines" && !variants.includes(variant)))
    throw evaluationError("METRIC_UNKNOWN", `the metric ${kind} ${describe(variants)}; got "${variant}"`, {
      name: kind,
      variant,
    })
  return create(variant)
}

function describe(variants: MetricKind["variants"]): string {
  if (variants === "baselines") return "takes the name of a baseline"
  return variants.length === 0 ? "has no variants" : `has the variants ${variants.join(", ")}`
}

function overBaselines(create: (options: { readonly baseline?: string }) => Metric): MetricKind {
  return {
    variants: "baselines",
    create: (baseline) => create(baseline === undefined ? {} : { baseline }),
  }
}
