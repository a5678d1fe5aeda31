import type { Model } from "../contracts/backend.ts"
import type { Input } from "../contracts/input.ts"
import type { Partition } from "../contracts/partition.ts"
import type { Partitioner } from "../contracts/partitioner.ts"
import type { Target } from "../contracts/target.ts"
import type { Explanation } from "../contracts/explanation.ts"
import { countParts } from "../partitions/parts.ts"
import type { Preflight } from "./preflight.ts"
import type { ScoreTable } from "./score-table.ts"

/** The state of a sweep, for {@link describe}. */
export interface Swept {
  readonly model: Model
  readonly input: Input
  readonly target: Target
  readonly partitioner: Partitioner
  readonly checked: Preflight
  readonly planned: readonly number[] | null
  readonly partitions: readonly Partition[]
  readonly table: ScoreTable
  readonly complete: boolean
}

/** Returns the explanation so far. */
export function describe(swept: Swept): Explanation {
  const { model, input, target, partitioner, planned, partitions, table, complete } = swept
  const { bound, baseline, findings } = swept.checked
  const { passes } = table
  let begun = 0
  for (let scored = 0; scored < passes; begun++) scored += countParts(partitions[begun])
  return {
    grids: input.grids,
    variants: [{ name: "original" }, ...(input.variants ?? [])],
    targets: bound.targets,
    preferred: bound.preferred,
    scale: bound.scale,
    baseline,
    prediction: bound.prediction ?? bound.targets,
    partitions: partitions.slice(0, begun),
    planned,
    // A complete explanation owns its scores: a view would take the whole array along to another thread.
    scores: complete ? table.view().slice() : table.view(),
    passes,
    complete,
    findings,
    provenance: {
      backend: model.backend,
      model: { digest: model.digest, settings: model.settings },
      input: { digest: input.digest, settings: input.settings },
      partitioner: { name: partitioner.name, settings: partitioner.settings },
      target: { name: target.name, settings: bound.settings },
    },
  }
}
