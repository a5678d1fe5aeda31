import type { Box } from "@pami/core"

/** The place of the object in an image, in pixels of the original. */
export interface Truth {
  /** Width of the original image in pixels. */
  readonly width: number
  /** Height of the original image in pixels. */
  readonly height: number
  /** Boxes of the object, in pixels: half-open, so that a box of one pixel has width 1. */
  readonly boxes?: readonly Box[]
  /** The pixels of the object: one byte each, row-major, not 0 on the object. */
  readonly mask?: Uint8Array
  /**
   * The part of the original that the grid of the map covers, in pixels; it may exceed the image, if the grid has bars.
   * Default: the whole image.
   */
  readonly covers?: Box
}
