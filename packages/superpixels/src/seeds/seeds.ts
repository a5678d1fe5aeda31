import { checkAtMost, checkBoolean, checkWhole, maxIterations } from "../primitives/checks.ts"
import { renumber } from "../primitives/labels.ts"
import { validGrid } from "../primitives/pixels.ts"
import type { Pixels } from "../primitives/pixels.ts"
import { colourBins } from "./colour-bins.ts"
import { moveBlocks, refineOwners, paintBlocks, countSpareBlocks } from "./move-blocks.ts"
import { blockLevels } from "./block-levels.ts"
import { countColours } from "./histograms.ts"
import { movePixels } from "./move-pixels.ts"

// Blocks of 2 ** 30 cells per side are larger than any image.
const maxLevels = 30

/** Options of {@link seeds}. */
export interface SeedsOptions {
  /**
   * Upper limit of the number of parts, at least 1. Parts start as whole blocks of `2 ** (levels - 1)` cells per
   * side, so fewer levels come closer to the limit (224 x 224 with 5 levels: 10, 20 and 30 give 4, 9 and 16 parts).
   */
  readonly superpixels: number
  /** Number of block sizes, each half the next, 1 to 30. Sizes narrower than a pixel are left out. Default: 4. */
  readonly levels?: number
  /** Histogram bins per channel, at least 1; `bins ** channels` is at most 65536. Default: 5. */
  readonly bins?: number
  /** Whether each block size is swept twice, the first time with large gains only. Default: false. */
  readonly doubleStep?: boolean
  /** Weight of a smooth outline against colour, a whole number from 0 (none) to 5. Default: 2. */
  readonly prior?: number
  /** Number of sweeps over the pixels at the outlines, 0 to 1000. Default: 10. */
  readonly iterations?: number
}

/** Default number of histogram bins per channel. */
export const defaultBins = 5

/** Minimum increase of the histogram intersection, which is at most 1, in the first of two sweeps. */
const largeGain = 0.1

/**
 * Segments an image by SEEDS: starts from a grid of rectangles and moves blocks, then pixels, between parts wherever
 * that makes the colour histograms of the parts more concentrated. Options have the meaning of OpenCV's
 * `createSuperpixelSEEDS` and `iterate`. Source: Van den Bergh, Boix, Roig, de Capitani, Van Gool, *SEEDS:
 * Superpixels Extracted via Energy-Driven Sampling*, ECCV 2012.
 *
 * Border pixels follow their inner neighbours, so outlines move only in images of at least 4 pixels per side. All
 * channels have equal weight, alpha included. Memory: `4 * bins ** channels` bytes per part.
 *
 * @param pixels an image `[H, W]`; floating-point values are clamped to 0…1
 * @returns a label map `[H * W]`: labels 0…n-1 in row-major order of first appearance, every part 4-connected
 * @throws TypeError or RangeError for invalid pixels or options
 * @example
 * ```ts
 * const labels = seeds({ shape: [height, width], channels: 3, data: rgb }, { superpixels: 30, levels: 3 })
 * ```
 */
export function seeds(pixels: Pixels, options: SeedsOptions): Int32Array {
  return prepareSeeds(pixels, options.bins ?? defaultBins)(options)
}

/**
 * Computes the histogram cell of each pixel, which settings with equal `bins` share.
 *
 * @returns a function that segments with one setting
 */
export function prepareSeeds(pixels: Pixels, bins: number): (options: SeedsOptions) => Int32Array {
  const { width, height, units } = validGrid(pixels)
  if (pixels.shape.length !== 2) {
    throw new RangeError(`shape: expected an image [H, W], received ${JSON.stringify(pixels.shape)}`)
  }
  const colours = colourBins(pixels, bins)
  return ({ superpixels, levels = 4, doubleStep = false, prior = 2, iterations = 10 }) => {
    checkWhole("superpixels", superpixels, 1)
    checkWhole("levels", levels, 1)
    checkAtMost("levels", levels, maxLevels)
    checkBoolean("doubleStep", doubleStep)
    checkWhole("prior", prior, 0)
    checkAtMost("prior", prior, 5)
    checkWhole("iterations", iterations, 0)
    checkAtMost("iterations", iterations, maxIterations)

    const blocks = blockLevels(width, height, superpixels, levels)
    const labels = new Int32Array(units)
    const top = blocks.length - 1
    const parts = blocks[top].rows * blocks[top].columns
    let owners: Int32Array = Int32Array.from({ length: parts }, (_, block) => block)
    paintBlocks(blocks[top], owners, labels)
    const histograms = countColours(labels, parts, colours)
    for (let level = top - 1; level >= 0; level--) {
      owners = refineOwners(blocks[level], blocks[level + 1], owners)
      const spare = countSpareBlocks(owners, parts)
      // A part starts as 2 x 2 blocks. Rounding gives some 3 x 3, which could shrink too far before the finer levels.
      if (level === top - 1) spare.forEach((count, part) => (spare[part] = Math.min(count, 3)))
      if (doubleStep) moveBlocks(blocks[level], owners, spare, histograms, largeGain)
      moveBlocks(blocks[level], owners, spare, histograms, 0)
    }
    paintBlocks(blocks[0], owners, labels)
    movePixels(labels, width, height, histograms, prior, iterations)
    return renumber(labels, parts)
  }
}
