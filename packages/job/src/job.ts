import type { Activation, ReadOut } from "@pami/core"
import type { Preprocessing } from "@pami/image"
import type { Segmentation } from "@pami/superpixels"

/** Everything that decides a map but the model, the picture and the classes: plain data, kept in the manifest. */
export interface Job {
  /** Name of the model's input for the picture. */
  readonly input: string
  /** Name of the model's output, `null` for the only one that fits. */
  readonly output: string | null
  readonly activation: Activation | "auto"
  readonly preprocessing: Preprocessing
  readonly strategy: (typeof strategies)[number]
  /** Settings of a pre-segmentation, `null` for the list of 20 in the order of the mode. */
  readonly settings: readonly Segmentation[] | null
  /** Files of label maps, which are the partitions of a pre-segmentation instead of `settings`. */
  readonly labelMaps: readonly string[]
  /** Augmented copies, as `parseAugmentations` reads them. */
  readonly augment: string
  readonly stages: 1 | 2
  /** What the second stage is cut by. */
  readonly cutBy: "coloured" | "raw"
  /** The map of two stages: that of the second, or the product of both. */
  readonly combine: "second" | "product"
  /** Promised distance from the full run's map at which the sweep may end, a share of the map's range. */
  readonly until: number | null
  readonly readOut: Required<ReadOut>
  readonly mode: "corrected" | "authors"
  /** Of windows and, times two, the side of grid cells, in pixels; `null` for the strategy's own. */
  readonly radius: number | null
  readonly stride: number | null
  /** Forward passes at the most, of all stages; `null` for all that there are. */
  readonly passes: number | null
  /** Name of a masking operator, `#rrggbb`, or a picture's file. */
  readonly mask: string
  readonly seed: number
  /** The model's other inputs: a number that fills them, or a `.npy` file, by name. */
  readonly feeds: Readonly<Record<string, string>>
}

/** Names of the strategies. */
export const strategies = ["pre-segmentation", "sliding-window", "grid"] as const

/** Names of the masking operators. */
export const masks = ["blur", "black", "white", "mean", "noise"] as const

/** The job with every file it names moved: seen from another folder, as a manifest is. */
export function moveFiles(job: Job, move: (file: string) => string): Job {
  const feeds = Object.entries(job.feeds).map(([name, value]) => [
    name,
    isNumber(value) ? value : move(value),
  ])
  return {
    ...job,
    mask: isMaskFile(job.mask) ? move(job.mask) : job.mask,
    labelMaps: job.labelMaps.map(move),
    feeds: Object.fromEntries(feeds) as Record<string, string>,
  }
}

/** The three numbers of `#rrggbb`, 0 to 255; `undefined` for anything else. */
export function hexColor(text: string): [r: number, g: number, b: number] | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text)
  if (match === null) return undefined
  const [r, g, b] = match.slice(1).map((byte) => parseInt(byte, 16))
  return [r, g, b]
}

/** Whether a feed is a number and no file. */
export function isNumber(text: string): boolean {
  return Number.isFinite(Number(text))
}

function isMaskFile(mask: string): boolean {
  return !masks.some((name) => name === mask) && hexColor(mask) === undefined
}
