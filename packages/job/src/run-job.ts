import {
  average,
  explain,
  firstPasses,
  lastStage,
  ofStage,
  preferredTarget,
  productOf,
  twoStages,
  untilConverged,
} from "@pami/core"
import type {
  Explanation,
  Model,
  Partitioner,
  Progress,
  Selection,
  Signal,
  Target,
  TargetId,
} from "@pami/core"
import type { PictureInput } from "@pami/image"
import { mapToImage } from "@pami/pre-segmentation"
import type { Segmenter } from "@pami/pre-segmentation"
import type { Files } from "./files.ts"
import type { Job } from "./job.ts"
import { partitionerOf } from "./partitioner.ts"

/** What a sweep needs in addition to the job. */
export interface RunOptions {
  readonly model: Model
  readonly prepared: PictureInput
  readonly target: Target
  /** Default: that of `preSegmentation`, which cuts in a worker. */
  readonly segmenter?: Segmenter
  readonly files: Files
  /** The target whose map drives a second stage, by default the preferred one, or its contrast with another. */
  readonly guide?: { readonly target?: TargetId | undefined; readonly versus?: TargetId | undefined }
  /** Passes of each stage at most; default as the job says. */
  readonly limits?: readonly number[]
  /** Default `auto`. */
  readonly batch?: number | "auto"
  readonly signal?: Signal
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Runs the sweep of a job, in one stage or two (paper, pre-segmentation): the second stage segments the map of the first.
 *
 * @throws the errors of `explain`; a `PamiError` has the explanation so far as `partial`
 */
export async function runJob(job: Job, options: RunOptions): Promise<Explanation> {
  const { model, prepared, target, batch = "auto", signal, onProgress } = options
  const limits = options.limits ?? limitsOf(job)
  return await explain({
    model,
    input: prepared.input,
    target,
    partitioner: await partitionerFor(job, options, limits),
    ...(limits.length === 0 ? {} : { passes: limits.reduce((sum, passes) => sum + passes, 0) }),
    batch,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  })
}

/** Returns how many passes each stage may spend at most: they share the job's. */
export function limitsOf({ passes, stages }: Job): number[] {
  if (passes === null) return []
  return stages === 1 ? [passes] : [Math.ceil(passes / 2), Math.floor(passes / 2)]
}

async function partitionerFor(
  job: Job,
  options: RunOptions,
  limits: readonly number[],
): Promise<Partitioner> {
  const { prepared } = options
  const cut = await partitionerOf(job, prepared.geometry, options)
  const limited = (stage: number): Partitioner => {
    const partitioner = limits[stage] === undefined ? cut : firstPasses(cut, limits[stage])
    // Given limits are those of a run that has converged already.
    return job.until === null || options.limits !== undefined
      ? partitioner
      : untilConverged(partitioner, job.until)
  }
  if (job.stages === 1) return limited(0)
  return twoStages({
    first: limited(0),
    second: limited(1),
    settings: { cutBy: job.cutBy },
    look: (first) => prepared.cutBy(`first map, ${job.cutBy}`, guideOf(job, options, first), channels(job)),
  })
}

function channels({ cutBy }: Job): 1 | 3 {
  return cutBy === "raw" ? 1 : 3
}

/** Returns the map of the first stage as an image to segment. */
function guideOf(job: Job, { prepared, guide = {} }: RunOptions, first: Explanation) {
  const { target = preferredTarget(first).id, versus } = guide
  const selection = versus === undefined || versus === target ? target : { target, versus }
  const map = average(first, selection, job.readOut)
  return mapToImage(map, { ...prepared.geometry.grid, as: job.cutBy, mode: job.mode })
}

/** Returns the map that the job asks for: that of the last stage, or the product of both. */
export function readMap(job: Job, explanation: Explanation, selection?: Selection): Float32Array {
  const maps = Array.from({ length: lastStage(explanation) }, (_, index) =>
    average(ofStage(explanation, index + 1), selection, job.readOut),
  )
  return job.combine === "product" && maps.length > 1 ? productOf(maps) : maps[maps.length - 1]
}
