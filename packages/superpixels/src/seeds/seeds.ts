import { checkAtMost, checkBoolean, checkWhole, mostRounds } from "../primitives/checks.ts"
import { firstAppearance } from "../primitives/labels.ts"
import { gridOf } from "../primitives/pixels.ts"
import type { Pixels } from "../primitives/pixels.ts"
import { colourBins } from "./colour-bins.ts"
import { moveBlocks, ownersBelow, paintBlocks, spareBlocks } from "./move-blocks.ts"
import { blockLevels } from "./block-levels.ts"
import { histogramsOf } from "./histograms.ts"
import { movePixels } from "./move-pixels.ts"

// Blocks of 2 ** 30 cells a side are larger than any picture.
const mostLevels = 30

/** Options of {@link seeds}. */
export interface SeedsOptions {
  /**
   * Number of parts asked for, at least 1. An upper bound: parts start as whole blocks of `2 ** (levels - 1)` cells a
   * side, so fewer levels come closer to it (224 x 224 with 5 levels: 10, 20 and 30 give 4, 9 and 16).
   */
  readonly superpixels: number
  /**
   * Number of block sizes, each half the one above, at least 1. Those with blocks narrower than a pixel are left out.
   * Default: 4.
   */
  readonly levels?: number
  /** Histogram bins a channel, at least 1; `bins ** channels` is at most 65536. Default: 5. */
  readonly bins?: number
  /** Whether every block size is swept a first time with only the moves that gain much. Default: false. */
  readonly doubleStep?: boolean
  /** How much a smooth outline counts against colour, a whole number from 0 (not at all) to 5. Default: 2. */
  readonly prior?: number
  /** Sweeps over the pixels of the outlines, 0 to 1000. Default: 10. */
  readonly iterations?: number
}

/** A channel. */
export const defaultBins = 5

/** How much better the histograms of a block and a part must intersect, of at most 1, in the first of two steps. */
const LARGE_GAIN = 0.1

/**
 * SEEDS: starts from a grid of rectangles and moves blocks, then pixels, from part to part wherever that makes the
 * colours of the parts purer. Options mean what they mean in OpenCV's `createSuperpixelSEEDS` and `iterate`.
 * Source: Van den Bergh, Boix, Roig, de Capitani, Van Gool, *SEEDS: Superpixels Extracted via Energy-Driven Sampling*,
 * ECCV 2012.
 *
 * The outermost pixels follow their inner neighbours, so outlines move in pictures of at least 4 pixels a side only;
 * thinner ones stay a grid. All channels count alike, opacity too. Memory: `4 * bins ** channels` bytes a part.
 *
 * @param pixels a picture `[H, W]`; floating-point values are expected in 0…1, and clamped to it
 * @returns labels 0…n-1, `[H * W]`, numbered in row-major order of first appearance, every part 4-connected
 * @throws TypeError or RangeError on a malformed picture or an option out of range
 */
export function seeds(pixels: Pixels, options: SeedsOptions): Int32Array {
  return prepareSeeds(pixels, options.bins ?? defaultBins)(options)
}

/** The histogram cell of every pixel, which settings of equal `bins` share; what it returns cuts by them. */
export function prepareSeeds(pixels: Pixels, bins: number): (options: SeedsOptions) => Int32Array {
  const { width, height, units } = gridOf(pixels)
  if (pixels.shape.length !== 2) {
    throw new RangeError(`shape: expected a picture [H, W], received ${JSON.stringify(pixels.shape)}`)
  }
  const colours = colourBins(pixels, bins)
  return ({ superpixels, levels = 4, doubleStep = false, prior = 2, iterations = 10 }) => {
    checkWhole("superpixels", superpixels, 1)
    checkWhole("levels", levels, 1)
    checkAtMost("levels", levels, mostLevels)
    checkBoolean("doubleStep", doubleStep)
    checkWhole("prior", prior, 0)
    checkAtMost("prior", prior, 5)
    checkWhole("iterations", iterations, 0)
    checkAtMost("iterations", iterations, mostRounds)

    const blocks = blockLevels(width, height, superpixels, levels)
    const labels = new Int32Array(units)
    const top = blocks.length - 1
    const parts = blocks[top].rows * blocks[top].columns
    let owners: Int32Array = Int32Array.from({ length: parts }, (_, block) => block)
    paintBlocks(blocks[top], owners, labels)
    const histograms = histogramsOf(labels, parts, colours)
    for (let level = top - 1; level >= 0; level--) {
      owners = ownersBelow(blocks[level], blocks[level + 1], owners)
      const spare = spareBlocks(owners, parts)
      // A part starts as 2 x 2 blocks; some get 3 x 3 by rounding, and could be eaten up before the finer levels.
      if (level === top - 1) spare.forEach((count, part) => (spare[part] = Math.min(count, 3)))
      if (doubleStep) moveBlocks(blocks[level], owners, spare, histograms, LARGE_GAIN)
      moveBlocks(blocks[level], owners, spare, histograms, 0)
    }
    paintBlocks(blocks[0], owners, labels)
    movePixels(labels, width, height, histograms, prior, iterations)
    return firstAppearance(labels, parts)
  }
}
