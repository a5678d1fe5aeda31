import { fromLabels } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import type { Input, Json, Partition, Partitioner } from "@pami/core"
import type { PlatformSignal } from "@pami/core/tensor"
import type { Pixels, Segmentation } from "@pami/superpixels"
import { segmentInSharedWorker } from "@pami/superpixels/worker"
import { formatSegmentation } from "./names.ts"
import { scheduledSegmentations } from "./scheduled.ts"

/**
 * Segments pixels with several settings, in this thread or elsewhere, and returns one label map per setting, in order.
 * The signal aborts when the sweep ends; `isLast` tells that the partitioner asks for no further segmentation.
 */
export type Segmenter = (
  pixels: Pixels,
  settings: readonly Segmentation[],
  options?: { readonly signal: PlatformSignal; readonly isLast: boolean },
) => Int32Array[] | Promise<Int32Array[]>

/** Options of {@link preSegmentation}. */
export interface PreSegmentationOptions {
  /**
   * Settings of the segmentations, in the order of the sweep. Default: {@link scheduledSegmentations}, the authors'
   * list of 20, scaled to the input's size.
   */
  settings?: readonly Segmentation[]
  /**
   * Function that segments the input. Default: `segmentInSharedWorker` of `@pami/superpixels/worker`, which falls back
   * to the caller's thread if no worker can start.
   */
  segmenter?: Segmenter
  /**
   * Number of groups of settings to segment ahead of the sweep; more than 0 makes sense for a segmenter outside this
   * thread. Default: 1, and 0 if `segmenter` is given.
   */
  ahead?: number
}

/**
 * Returns the partitioner of the paper's second strategy: superpixels with many settings, of the input and then of each
 * augmented variant, are the partitions. The first few passes cover the input; later passes refine the map. The default
 * segmenter handles images, signals and volumes of up to four channels.
 *
 * @throws RangeError during the sweep, for an input without values, and for settings that do not apply to it
 * @example
 * ```ts
 * import { average, explain } from "@pami/core"
 *
 * const explanation = await explain({ model, input, partitioner: preSegmentation() })
 * const map = average(explanation)
 * ```
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
      const groups = planGroups(list.length, countVariants(input), sizeOf(grid.shape))
      // Label maps are large: only those of groups under way are held.
      const underway: Promise<Int32Array[]>[] = []
      const stop = new AbortController()
      const abort = () => stop.abort(signal?.reason)
      const events = signal as Partial<AbortSignal> | undefined
      events?.addEventListener?.("abort", abort)
      let started = 0
      const start = (group: readonly Step[]) => {
        const pixels = values(grid.name, group[0].variant)
        const chosen = group.map(({ setting }) => list[setting])
        const options = { signal: stop.signal, isLast: group === groups.at(-1) }
        const maps = Promise.resolve(segmenter(pixels, chosen, options))
        // The sweep throws the error when it reaches this group; until then it is not an unhandled rejection.
        maps.catch(() => {})
        underway.push(maps)
      }
      try {
        for (const group of groups) {
          while (started < groups.length && underway.length <= ahead) start(groups[started++])
          const maps = await orAborted(underway.shift()!, stop.signal)
          for (const [place, { setting, variant }] of group.entries())
            yield toPartition(maps[place], input, formatSegmentation(list[setting]), variant)
        }
      } finally {
        // A sweep that ends early cancels the groups under way.
        stop.abort()
        events?.removeEventListener?.("abort", abort)
      }
    },
  }
}

/** Returns the value of a promise, or rejects as soon as the signal aborts. */
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

/** The partition of one setting and one variant of the input, by index. */
interface Step {
  readonly setting: number
  readonly variant: number
}

// A group of settings is segmented together, because settings share work. The first groups are small, so that the sweep
// starts soon. Label maps are held until the sweep reaches them, so memory limits the size of a group.
const firstGroups = [1, 2]
const bytesPerGroup = 2 ** 25

/** Groups the settings of each variant, in the order of the sweep. */
function planGroups(settings: number, variants: number, units: number): Step[][] {
  const largest = Math.max(1, Math.floor(bytesPerGroup / (Int32Array.BYTES_PER_ELEMENT * units)))
  const groups: Step[][] = []
  for (let variant = 0; variant < variants; variant++)
    for (let from = 0, to = 0; from < settings; from = to) {
      to = Math.min(settings, from + Math.min(largest, firstGroups[groups.length] ?? largest))
      groups.push(Array.from({ length: to - from }, (_, place) => ({ setting: from + place, variant })))
    }
  return groups
}

function toPartition(
  labels: Int32Array,
  { grids: [{ shape }], variants = [] }: Input,
  name: string,
  variant: number,
): Partition {
  return variant === 0
    ? fromLabels(labels, shape, name)
    : { ...fromLabels(labels, shape, `${name}, ${variants[variant - 1].name}`), variant }
}
