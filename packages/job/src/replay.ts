import { verify } from "@pami/core"
import type { Manifest, Verification } from "@pami/core"
import type { Job } from "./job.ts"
import type { JobRecord } from "./record.ts"
import { readMap, runStages } from "./stages.ts"
import type { Stages, StagesOptions } from "./stages.ts"
import { targetOf } from "./target.ts"

/** What a replay needs besides the manifest; `prepared` comes from `inputOf`, of the record's job and the picture. */
export type ReplayOptions = Pick<
  StagesOptions,
  "model" | "prepared" | "segmenter" | "files" | "signal" | "onProgress"
>

/** Computes a manifest's maps again and compares, model, input and options by digest and value, maps to the last bit. */
export async function replay(
  expected: Manifest,
  { job, versus, stages: limits }: JobRecord,
  options: ReplayOptions,
): Promise<Verification> {
  const classes = expected.target.settings["classes"] as "all" | number[]
  let stages: Stages | undefined
  const recompute = async () => {
    stages = await runStages(
      { ...job, stages: limits.length as Job["stages"] },
      {
        ...options,
        target: targetOf(job, classes, undefined),
        cutFor: { class: expected.maps[0].target, versus: versus ?? undefined },
        // One that was stopped early, or had converged, is computed just as far.
        limits,
      },
    )
    return stages.at(-1)!
  }
  return verify(expected, recompute, { read: (_, target) => readMap(job, stages!, target) })
}
