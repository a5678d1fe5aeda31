import { distanceToFull, PamiError, verify } from "@pami/core"
import type { Explanation, Manifest, Verification } from "@pami/core"
import type { Job } from "./job.ts"
import { readClasses } from "./record.ts"
import type { JobRecord } from "./record.ts"
import { limitsOf, readMap, runStages } from "./stages.ts"
import type { Stages, StagesOptions } from "./stages.ts"
import { targetOf } from "./target.ts"

/** What a replay needs besides the manifest; `prepared` comes from `inputOf`, of the record's job and the picture. */
export type ReplayOptions = Pick<
  StagesOptions,
  "model" | "prepared" | "segmenter" | "files" | "signal" | "onProgress"
>

/**
 * Computes a manifest's maps again and compares everything that it shows, maps to the last bit.
 *
 * @throws PamiError `MANIFEST_INVALID` where the record contradicts itself, and what `runStages` throws
 */
export async function replay(
  expected: Manifest,
  record: JobRecord,
  options: ReplayOptions,
): Promise<Verification> {
  const { job, versus, stages: limits } = record
  const classes = readClasses(expected)
  expectConsistent(expected, record, classes)
  let stages: Stages | undefined
  const recompute = async () => {
    stages = await runStages(
      { ...job, stages: limits.length === 1 ? 1 : 2 },
      {
        ...options,
        target: targetOf(job, classes),
        cutFor: { class: expected.maps[0].target, versus: versus ?? undefined },
        // One that was stopped early, or had converged, is computed just as far.
        limits,
      },
    )
    const last = stages[stages.length - 1]
    return { ...last, complete: wasComplete(job, stages.length - 1, last, expected.complete) }
  }
  const { checks, explanation } = await verify(expected, recompute, {
    read: (_, target) => readMap(job, stages!, target),
  })
  const passes = stages!.map((stage) => stage.passes)
  const same = JSON.stringify(passes) === JSON.stringify(limits)
  const all = [...checks, { what: "passes of each stage", expected: limits, actual: passes, same }]
  return { same: all.every((check) => check.same), checks: all, explanation }
}

/** What a manifest says twice has to agree: the classes, and the stages. */
function expectConsistent(
  { maps }: Manifest,
  { job, versus, stages }: JobRecord,
  classes: "all" | readonly number[],
): void {
  const demand = (holds: boolean, what: string) => {
    if (!holds) throw new PamiError("MANIFEST_INVALID", what)
  }
  const kept = (target: number) => classes === "all" || classes.includes(target)
  for (const [index, { target }] of maps.entries())
    demand(kept(target), `maps[${index}].target: one of target.settings.classes, got ${target}`)
  demand(
    versus === null || maps.some(({ target }) => target === versus),
    `extra.versus: the target of one of the maps, got ${versus}`,
  )
  demand(
    stages.length <= job.stages,
    `extra.stages: at most ${job.stages}, as extra.job.stages says, got ${stages.length}`,
  )
  for (const [index, passes] of stages.entries()) {
    const most = limitsOf(job)[index] ?? Infinity
    demand(passes <= most, `extra.stages[${index}]: at most ${most}, as extra.job.passes says, got ${passes}`)
  }
}

/** Whether a stage that was computed as far as the manifest says had then done all that the job asked for. */
function wasComplete(job: Job, stage: number, explanation: Explanation, recorded: boolean): boolean {
  const { passes, partitions, planned } = explanation
  if (passes >= (limitsOf(job)[stage] ?? Infinity)) return true
  const parts = partitions.reduce((sum, { size }) => sum + size, 0)
  if (partitions.length === planned && passes === parts) return true
  // Whether it has converged is looked at now and then: a sweep that was stopped between two looks may be either.
  return job.until !== null && distanceToFull(explanation) <= job.until && recorded
}
