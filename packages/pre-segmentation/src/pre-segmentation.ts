import { fromLabels } from "@pami/core"
import type { Input, Json, Partition, Partitioner, Values } from "@pami/core"
import { segment } from "@pami/superpixels"
import type { Pixels, Segmentation } from "@pami/superpixels"
import { authorsSegmentations } from "./authors.ts"
import { nameOf } from "./names.ts"
import { schedule } from "./schedule.ts"
import type { Order, Step } from "./schedule.ts"

/** Cuts pixels by several settings: one label map each, in order. Here, or elsewhere, as in a worker. */
export type Segmenter = (
  pixels: Pixels,
  settings: readonly Segmentation[],
) => Int32Array[] | Promise<Int32Array[]>

/** Options of {@link preSegmentation}. */
export interface PreSegmentationOptions {
  /** Settings of the segmentations. Default: the authors' list of 20, made for the input's size. */
  settings?: readonly Segmentation[]
  /** Order of the partitions. Default `coarse-first`. */
  order?: Order
  /** Default: `segment` of @pami/superpixels, in the thread of the caller. */
  segmenter?: Segmenter
  /**
   * Groups of partitions that are cut ahead of the sweep, for a segmenter that works meanwhile. Default 0: each is cut
   * when the sweep comes to it.
   */
  ahead?: number
}

/**
 * The paper's second strategy: superpixels of many settings, of the input and of each of its augmented copies, are the
 * partitions. Coarse ones come first, so that the first few passes already cover the input and every later one refines.
 * Works on whatever @pami/superpixels cuts: pictures, signals and volumes of up to four channels.
 *
 * @throws RangeError, when the sweep comes to it, for settings that the input cannot be cut by
 */
export function preSegmentation(options: PreSegmentationOptions = {}): Partitioner {
  const { settings, order = "coarse-first", segmenter = segment, ahead = 0 } = options
  const settingsFor = ({ units }: Input) => settings ?? authorsSegmentations(units)
  return {
    name: "pre-segmentation",
    settings: {
      settings: (settings ?? "authors") as unknown as Json,
      order,
    },
    total: () => null,
    partitionCount: (input) => settingsFor(input).length * input.copies.length,
    async *partitions(input) {
      const list = settingsFor(input)
      const jobs = jobsOf(schedule(list, input.copies.length, input.units, order))
      const started: Promise<Int32Array[]>[] = []
      const start = (job: readonly Step[]) => {
        const pixels = pixelsOf(input.copies[job[0].copy].values())
        const cut = Promise.resolve(segmenter(pixels, job.map(({ setting }) => list[setting])))
        // A fault is told when the sweep comes to it, not before.
        cut.catch(() => {})
        started.push(cut)
      }
      for (const [number, job] of jobs.entries()) {
        while (started.length < Math.min(jobs.length, number + 1 + ahead)) start(jobs[started.length])
        const maps = await started[number]
        for (const [place, { setting, copy }] of job.entries())
          yield partitionOf(maps[place], input, nameOf(list[setting]), copy)
      }
    },
  }
}

// Neighbouring steps on one copy are cut together: they share work. Few, so that the first come soon.
const largestJob = 8

function jobsOf(steps: readonly Step[]): Step[][] {
  const jobs: Step[][] = []
  for (const step of steps) {
    const last = jobs.at(-1)
    if (last?.[0].copy === step.copy && last.length < (jobs.length === 1 ? 2 : largestJob)) last.push(step)
    else jobs.push([step])
  }
  return jobs
}

function partitionOf(labels: Int32Array, { units, copies }: Input, name: string, copy: number): Partition {
  return {
    ...fromLabels(labels, units, copy === 0 ? name : `${name}, ${copies[copy].name}`),
    copy,
  }
}

function pixelsOf({ shape, channels, data }: Values): Pixels {
  if (channels < 1 || channels > 4)
    throw new RangeError(`superpixels are cut from 1 to 4 values a unit; this input has ${channels}`)
  return { shape, channels: channels as Pixels["channels"], data }
}
