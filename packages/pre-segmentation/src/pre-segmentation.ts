import { fromLabels, sizeOf } from "@pami/core"
import type { Input, Json, Partition, Partitioner, PlatformSignal, Values } from "@pami/core"
import type { Pixels, Segmentation } from "@pami/superpixels"
import { segmentInSharedWorker } from "@pami/superpixels/worker"
import { nameOf } from "./names.ts"
import { scheduledSegmentations } from "./scheduled.ts"

/**
 * Cuts pixels by several settings: one label map each, in order. Here, or elsewhere, as in a worker. The signal aborts
 * when the label maps are not wanted any more.
 */
export type Segmenter = (
  pixels: Pixels,
  settings: readonly Segmentation[],
  options?: { readonly signal: PlatformSignal },
) => Int32Array[] | Promise<Int32Array[]>

/** Options of {@link preSegmentation}. */
export interface PreSegmentationOptions {
  /**
   * Settings of the segmentations, in the order of the sweep. Default: the authors' list of 20, made for the input's
   * size, in an order that makes any number of passes count ({@link scheduledSegmentations}).
   */
  settings?: readonly Segmentation[]
  /**
   * Default: `segmentInSharedWorker` of @pami/superpixels/worker. Where no worker can start, it cuts in the thread of the
   * caller, with a turn of the event loop after each label map.
   */
  segmenter?: Segmenter
  /**
   * Groups of partitions that are cut ahead of the sweep, for a segmenter that works meanwhile. Default: 1, and 0 for a
   * segmenter of your own: each is cut when the sweep comes to it.
   */
  ahead?: number
}

/**
 * Returns the partitioner of the paper's second strategy: superpixels of many settings, of the input and of each of its
 * augmented variants, are the partitions, all of one variant before the next. The first few passes cover the input, every
 * later one refines. Works on images, signals and volumes of up to four channels.
 *
 * @throws RangeError, when the sweep comes to it, for settings that the input cannot be cut by
 */
export function preSegmentation(options: PreSegmentationOptions = {}): Partitioner {
  const { settings, segmenter = segmentInSharedWorker } = options
  const { ahead = options.segmenter === undefined ? 1 : 0 } = options
  const settingsFor = ({ grids: [{ shape }] }: Input) => settings ?? scheduledSegmentations(shape)
  return {
    name: "pre-segmentation",
    settings: {
      settings: (settings ?? "scheduled") as unknown as Json,
    },
    total: () => null,
    planned: (input) => [settingsFor(input).length * countVariants(input)],
    async *partitions(input, signal) {
      const { grids, values } = input
      const [grid] = grids
      if (values === undefined)
        throw new RangeError("superpixels need an input with values, such as an image; this one has none")
      const list = settingsFor(input)
      const jobs = jobsOf(list.length, countVariants(input), sizeOf(grid.shape))
      // Label maps are large: each is held only until its parts are known.
      const underway: Promise<Int32Array[]>[] = []
      const stop = new AbortController()
      const abort = () => stop.abort(signal?.reason)
      const events = signal as Partial<AbortSignal> | undefined
      events?.addEventListener?.("abort", abort)
      let started = 0
      const start = (job: readonly Step[]) => {
        const pixels = pixelsOf(values(grid.name, job[0].variant))
        const chosen = job.map(({ setting }) => list[setting])
        const cut = Promise.resolve(segmenter(pixels, chosen, { signal: stop.signal }))
        // An error is thrown when the sweep reaches it, not before.
        cut.catch(() => {})
        underway.push(cut)
      }
      try {
        for (const job of jobs) {
          while (started < jobs.length && underway.length <= ahead) start(jobs[started++])
          const maps = await orAborted(underway.shift()!, stop.signal)
          for (const [place, { setting, variant }] of job.entries())
            yield partitionFrom(maps[place], input, nameOf(list[setting]), variant)
        }
      } finally {
        // A sweep that ends early leaves nothing behind.
        stop.abort()
        events?.removeEventListener?.("abort", abort)
      }
    },
  }
}

/** Returns what a promise gives; rejects at once when the signal aborts. */
async function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted()
  let stopped: () => void = () => {}
  const abort = new Promise<never>((_, reject) => {
    stopped = () => reject(signal.reason as Error)
    signal.addEventListener("abort", stopped)
  })
  try {
    return await Promise.race([promise, abort])
  } finally {
    signal.removeEventListener("abort", stopped)
  }
}

function countVariants({ variants = [] }: Input): number {
  return 1 + variants.length
}

/** One partition to come: which of the settings, of which variant of the input. */
interface Step {
  readonly setting: number
  readonly variant: number
}

// Settings are cut together, since they share work; few at first, so that the sweep begins soon, and no more than
// there is room for: label maps are held until the sweep comes to them.
const firstJobs = [1, 2]
const bytesPerJob = 2 ** 25

function jobsOf(settings: number, variants: number, units: number): Step[][] {
  const largest = Math.max(1, Math.floor(bytesPerJob / (Int32Array.BYTES_PER_ELEMENT * units)))
  const jobs: Step[][] = []
  for (let variant = 0; variant < variants; variant++)
    for (let from = 0, to = 0; from < settings; from = to) {
      to = Math.min(settings, from + Math.min(largest, firstJobs[jobs.length] ?? largest))
      jobs.push(Array.from({ length: to - from }, (_, place) => ({ setting: from + place, variant })))
    }
  return jobs
}

function partitionFrom(
  labels: Int32Array,
  { grids: [{ shape }], variants = [] }: Input,
  name: string,
  variant: number,
): Partition {
  return variant === 0
    ? fromLabels(labels, shape, name)
    : { ...fromLabels(labels, shape, `${name}, ${variants[variant - 1].name}`), variant }
}

function pixelsOf({ shape, channels, data }: Values): Pixels {
  if (channels < 1 || channels > 4)
    throw new RangeError(`superpixels are cut from 1 to 4 values a unit; this input has ${channels}`)
  return { shape, channels: channels as Pixels["channels"], data }
}
