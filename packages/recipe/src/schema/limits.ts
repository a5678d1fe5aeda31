import { largestArea, largestClassCount, largestSide } from "@pami/image"

/**
 * The limits of a recipe: far beyond any use, and small enough that nothing within them blocks a machine or fills its
 * memory unnoticed.
 */
export const limits = {
  /** Pixels along a side of an image that a model sees. */
  side: largestSide,
  /** Pixels of an image that a model sees: 4096 x 4096. */
  pixels: largestArea,
  /** Forward passes of a sweep. */
  passes: 1e7,
  /** Numbers that start random generators: those that JSON and JavaScript hold exactly. */
  seed: Number.MAX_SAFE_INTEGER,
  /** Classes of a model. */
  classes: largestClassCount,
  /** Settings of segmentations, label maps, feeds. */
  list: 1000,
  /** Characters of a name, a path or an address. */
  text: 4096,
  /** Characters of a text to explain. */
  characters: 1e6,
  /** Texts of one input: a pair, a question with its choices. */
  texts: 16,
  /** Copies of a window or a cell along one axis: its side divided by the stride. */
  overlap: 256,
} as const
