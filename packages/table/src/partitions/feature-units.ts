import { countUnits, fromParts } from "@pami/core"
import type { Input, Part, Partitioner } from "@pami/core"
import type { Group } from "../fit/find-groups.ts"

/** Returns the units of each feature: those of each group, and every other unit alone. */
export function featureUnits(
  units: number,
  groups: readonly Pick<Group, "columns">[],
): readonly (readonly number[])[] {
  const outside = groups.flatMap(({ columns }) => columns).find((unit) => !(unit >= 0 && unit < units))
  if (outside !== undefined) throw new RangeError(`a group has unit ${outside}; the row has ${units}, from 0`)
  const grouped = new Set(groups.flatMap(({ columns }) => columns))
  return [
    ...groups.map(({ columns }) => columns),
    ...Array.from({ length: units }, (_, unit) => [unit]).filter(([unit]) => !grouped.has(unit)),
  ].sort((a, b) => a[0] - b[0])
}

/** Returns the part of the units of some features. */
export function partOfFeatures(features: readonly (readonly number[])[], chosen: ArrayLike<number>): Part {
  const units = features.flatMap((own, feature) => (chosen[feature] ? own : [])).sort((a, b) => a - b)
  const runs: number[] = []
  for (const unit of units)
    if (runs[runs.length - 1] === unit) runs[runs.length - 1]++
    else runs.push(unit, unit + 1)
  return Int32Array.from(runs)
}

/** Options of {@link featureSegments}. */
export interface FeatureOptions {
  /** One-hot columns that belong together, such as the groups of `fitTable`. Default: none. */
  readonly groups?: readonly Pick<Group, "columns">[] | undefined
}

/**
 * Returns the partitioner of one partition: each column, or group of columns, is a part. For methods of `@pami/methods` that
 * take segments.
 *
 * @example
 * import { kernelShap } from "@pami/methods"
 *
 * const method = kernelShap({ segments: featureSegments({ groups: [{ columns: [1, 2] }] }), passes: 300 })
 * console.log(method.name) // kernel-shap
 */
export function featureSegments({ groups = [] }: FeatureOptions = {}): Partitioner {
  const featuresOf = (input: Input) => featureUnits(countUnits(input.grids), groups)
  return {
    name: "columns and groups",
    settings: { groups: groups.map(({ columns }) => [...columns]) },
    total: (input) => featuresOf(input).length,
    planned: () => [1],
    *partitions(input) {
      const features = featuresOf(input)
      const parts = features.map((_, feature) =>
        partOfFeatures(
          features,
          features.map((_, other) => Number(other === feature)),
        ),
      )
      yield fromParts(parts, "columns and groups")
    },
  }
}
