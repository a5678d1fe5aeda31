import type { Segmenter } from "@pami/pre-segmentation"

/** Returns `value` if it is a whole number from `least` to `most`. */
export function whole(name: string, value: number, least: number, most = 2 ** 31 - 1): number {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${name} is a whole number from ${least} to ${most}; got ${value}`)
  return value
}

/** Returns `value` if it is a finite number above `least`. */
export function above(name: string, value: number, least: number): number {
  if (!(value > least && value < Infinity))
    throw new RangeError(`${name} is a number above ${least}; got ${value}`)
  return value
}

/** Options of methods that cut images by many segmentations. */
export interface SegmenterOptions {
  /** Function that segments images for the default partitioner. Default: that of `preSegmentation`, in a worker. */
  readonly segmenter?: Segmenter | undefined
}

/** Options of methods that draw at random. */
export interface SampledOptions {
  /** The largest number of forward passes, a whole number of at least 1. */
  readonly passes?: number | undefined
  /** Seed of the random choices, a whole number from 0. Default 0. */
  readonly seed?: number | undefined
}
