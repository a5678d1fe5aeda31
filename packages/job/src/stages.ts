import { average, explain, isPamiError, PamiError, productOf, strongest } from "@pami/core"
import type { Explanation, Input, Model, Progress, Selection, Signal, Target } from "@pami/core"
import { mapPicture } from "@pami/image"
import type { PictureInput } from "@pami/image"
import type { Segmenter } from "@pami/pre-segmentation"
import type { Files } from "./files.ts"
import type { Job } from "./job.ts"
import { partitionerOf } from "./partitioner.ts"

/** What sweeps need besides the job. */
export interface StagesOptions {
  readonly model: Model
  readonly prepared: PictureInput
  readonly target: Target
  /** Default: that of `preSegmentation`, which cuts in a worker. */
  readonly segmenter?: Segmenter
  readonly files: Files
  /** Whose map the second stage is cut by: the strongest class's, where none is named; a contrast's with `versus`. */
  readonly cutFor: { readonly class: number | undefined; readonly versus: number | undefined }
  /** Passes of each stage at the most; default as the job says. */
  readonly limits?: readonly number[]
  /** Default `auto`. */
  readonly batch?: number | "auto"
  readonly signal?: Signal
  readonly onProgress?: (progress: Progress, stage: number) => void
  /** Given, before a fault is thrown, every sweep of which there is something. */
  readonly keep?: (stages: Stages) => void
}

/** Sweeps that were begun, in order; after a fault the last one is partial. */
export type Stages = readonly [Explanation, ...Explanation[]]

/**
 * The one or two sweeps of a job (paper, pre-segmentation): the second is cut by the map of the first.
 *
 * @throws what `explain` does; a `PamiError`'s `partial` is that of the sweep in progress
 */
export async function runStages(job: Job, options: StagesOptions): Promise<Stages> {
  const { model, prepared, target, batch = "auto", signal, onProgress } = options
  const limits = options.limits ?? limitsOf(job)
  const partitioner = await partitionerOf(job, prepared.geometry, options)
  const done: Explanation[] = []
  for (let stage = 0; stage < job.stages; stage++) {
    const input = stage === 0 ? prepared.input : secondInput(job, prepared, done[0], options.cutFor)
    try {
      done.push(
        await explain({
          model,
          input,
          target,
          partitioner,
          ...(limits[stage] === undefined ? {} : { passes: limits[stage] }),
          // Given limits are those of a run that has converged already.
          ...(job.until === null || options.limits !== undefined ? {} : { until: job.until }),
          batch,
          ...(signal === undefined ? {} : { signal }),
          onProgress: (progress) => onProgress?.(progress, stage),
        }),
      )
    } catch (error) {
      const partial = isPamiError(error) ? error.partial : undefined
      if (partial) done.push(partial)
      if (done.length > 0) options.keep?.(done as unknown as Stages)
      if (stage === 0 || !isPamiError(error)) throw error
      throw new PamiError(error.code, `in the second stage, ${error.message}`, {
        cause: error,
        ...(partial && { partial }),
      })
    }
  }
  return done as unknown as Stages
}

/** A number of passes is shared by the stages. */
export function limitsOf({ passes, stages }: Job): number[] {
  if (passes === null) return []
  return stages === 1 ? [passes] : [Math.ceil(passes / 2), Math.floor(passes / 2)]
}

function secondInput(
  job: Job,
  { geometry, cutBy }: PictureInput,
  first: Explanation,
  { class: named, versus }: StagesOptions["cutFor"],
): Input {
  const target = named ?? strongest(first)
  const map = average(
    first,
    versus === undefined || versus === target ? target : { target, versus },
    job.readOut,
  )
  const picture = mapPicture(map, { ...geometry.grid, as: job.cutBy, mode: job.mode })
  return cutBy(`first map, ${job.cutBy}`, picture, job.cutBy === "raw" ? 1 : 3)
}

/** The map that the job asks for. */
export function readMap(job: Job, stages: Stages, selection?: Selection): Float32Array {
  const maps = stages.map((explanation) => average(explanation, selection, job.readOut))
  return job.combine === "product" && maps.length > 1 ? productOf(maps) : maps[maps.length - 1]
}

/** Forward passes of all stages. */
export function passesOf(stages: Stages): number {
  return stages.reduce((sum, { passes }) => sum + passes, 0)
}
