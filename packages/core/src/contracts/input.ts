import type { Feeds, TensorInfo } from "./tensor.ts"
import type { Finding } from "./finding.ts"
import type { Part } from "./partition.ts"
import type { Settings } from "./settings.ts"

/** One kind of unit, and where it starts in the numbering of all units: an image has one grid, an image with a question two. */
export interface UnitGrid {
  /** `"image"`, `"text"`, `"row"`; unique among the grids of an input. */
  readonly name: string
  /** `[H, W]`, `[T]`, `[D, H, W]`. */
  readonly shape: readonly number[]
  /** Number of the grid's first unit. Grids follow one another without gaps; the first starts at 0. */
  readonly start: number
  /** The name of each unit, such as the words of a text or the columns of a table. */
  readonly labels?: readonly string[]
}

/**
 * The input of a model that is explained: grids of units, and the tensors for any choice of preserved units.
 * {@link denseInput} makes one of dense tensors.
 */
export interface Input<Fed extends Feeds = Feeds> {
  readonly grids: readonly [UnitGrid, ...UnitGrid[]]
  /** Digest of everything that the model may see: the input and its baseline. */
  readonly digest: string
  /** How the tensors were made: preprocessing, masking operator. */
  readonly settings: Settings
  /** Guesses made when the input was made. Part of every explanation. */
  readonly findings?: readonly Finding[]
  /** The tensors as a model declares them; axis 0 is the batch and `null`. */
  readonly tensors: readonly TensorInfo[]
  /** Other versions of the input, such as augmented ones, numbered from 1; 0 is the input itself. */
  readonly variants?: readonly Variant[]
  /** Returns numbers that tell the units of a grid apart, of a variant. Absent where there are none, as for words. */
  values?(grid: string, variant: number): Values
  /** Opens a batch of `slots` items, each fully masked at first. */
  open(slots: number): BatchWriter<Fed>
}

/** A version of an input over the same grids, as data. */
export interface Variant {
  /** For people: `"original"`, `"shift by 36, 0"`. */
  readonly name: string
  /** How a map of the variant becomes one of the input, for each grid whose units moved. Default: no unit moved. */
  readonly inverse?: Readonly<Record<string, UnitTransform>>
}

/**
 * From which units of a map each unit of the transformed map takes its value, as data: along each axis separately, or
 * unit by unit. A unit without a source gets 0.
 */
export type UnitTransform =
  | { readonly axes: readonly AxisTransform[] }
  | {
      /** One source for each unit, in row-major order; -1 for none. */
      readonly sources: Int32Array
    }

/** The sources along one axis. */
export interface AxisTransform {
  /** One source for each position; -1 for none. */
  readonly first: Int32Array
  /** A second source, to interpolate between the two. */
  readonly second?: Int32Array
  /** The share of the second source, 0 to 1. */
  readonly share?: Float64Array
}

/** Numbers that tell units apart: the colours of an image, the samples of a signal. */
export interface Values {
  /** The unit grid: `[H, W]`, `[T]`, `[D, H, W]`. */
  readonly shape: readonly number[]
  /** Values of each unit, stored side by side. */
  readonly channels: number
  /** Row-major, `[...shape, channels]`. Bytes stand for 0 to 1, other numbers for themselves. */
  readonly data: Uint8Array | Float32Array
}

/** One batch buffer, reused for every run of a sweep: memory stays that of one batch. */
export interface BatchWriter<Fed extends Feeds = Feeds> {
  /** Prepares a variant before parts of it are preserved. Absent where nothing needs preparing. */
  load?(variant: number): Promise<void>
  /**
   * Shows the model exactly `part` in `slot`; any part that the slot showed before is masked again.
   *
   * @param variant the variant of the input that is shown; default 0, the input itself
   */
  preserve(slot: number, part: Part, variant?: number): void
  /**
   * Shows each unit by a share in `slot`: 0 is masked, 1 preserved, and between them a mixture. Absent where half a unit
   * makes no sense, as for words.
   *
   * @param shares one for each unit, 0 to 1
   */
  blend?(slot: number, shares: Float32Array, variant?: number): void
  /** Returns `count` slots, from `first` (default 0) on, as the model's feeds: views that the next `preserve` of a slot changes. */
  feeds(count: number, first?: number): Fed
  /** Ends the use of the writer. */
  close(): void
}

/**
 * Makes the baseline, the fully masked input. Works on the source (pixels in [0, 1], words), before preprocessing: zero
 * after normalisation is not black.
 */
export interface MaskingOperator<Source> {
  readonly name: string
  readonly settings: Settings
  baseline(source: Source): Source | Promise<Source>
}

/**
 * A change of the source under which the explanation should stay the same, with its inverse on a map. Every augmented
 * variant is masked, cut and shown to the model like the input; its map is transformed back (paper, pre-segmentation).
 */
export interface Augmentation<Source> {
  readonly name: string
  readonly settings: Settings
  /** Returns the augmented source, of the same size. */
  forward(source: Source): Source
  /**
   * Returns how a map of the augmented source becomes one of the source, or `null` where no unit moves, as for a change
   * of colour. Units that left the frame get 0.
   *
   * @param shape of the unit grid
   */
  inverse(shape: readonly number[]): UnitTransform | null
}
