import { verify } from "@pami/core"
import type { Manifest, Verification } from "@pami/core"
import type { Picture } from "@pami/image"
import { inputOf } from "./input.ts"
import type { Job } from "./job.ts"
import type { JobRecord } from "./record.ts"
import { readMap, runStages } from "./stages.ts"
import type { Stages, StagesOptions } from "./stages.ts"
import { targetOf } from "./target.ts"

/** What a replay needs besides the manifest. */
export type ReplayOptions = Pick<StagesOptions, "model" | "segmenter" | "files" | "signal" | "onProgress"> & {
  readonly picture: Picture
}

/** Computes a manifest's maps again and compares, model, input and options by digest and value, maps to the last bit. */
export async function replay(
  expected: Manifest,
  { job, versus, stages: limits }: JobRecord,
  { picture, ...tools }: ReplayOptions,
): Promise<Verification> {
  const prepared = await inputOf(job, tools.model, picture, tools.files)
  const classes = expected.target.settings["classes"] as "all" | number[]
  let stages: Stages | undefined
  const recompute = async () => {
    stages = await runStages(
      { ...job, stages: limits.length as Job["stages"] },
      {
        ...tools,
        prepared,
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
