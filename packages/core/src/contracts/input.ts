import type { Feeds, TensorInfo } from "./tensor.ts"
import type { Finding } from "./finding.ts"
import type { Part } from "./partition.ts"
import type { Settings } from "./settings.ts"

/** One kind of unit and its place in the numbering of all units. An image has one grid; an image with a question has two. */
export interface UnitGrid {
  /** `"image"`, `"text"`, `"row"`; unique among the grids of an input. */
  readonly name: string
  /** `[H, W]`, `[T]`, `[D, H, W]`. */
  readonly shape: readonly number[]
  /** Number of the first unit. Grids follow one another without gaps; the first starts at 0. */
  readonly start: number
  /** Name of each unit: the words of a text, the columns of a table. */
  readonly labels?: readonly string[]
}

/**
 * The input to explain: grids of units, and the tensors for any choice of preserved units. `denseInput` makes one from
 * dense tensors.
 */
export interface Input<Fed extends Feeds = Feeds> {
  readonly grids: readonly [UnitGrid, ...UnitGrid[]]
  /** Digest of all that the model may see: the input and its baseline. */
  readonly digest: string
  /** How the tensors were made: preprocessing and masking operator. */
  readonly settings: Settings
  /** Findings about preparing the input, such as guesses. Every explanation includes them. */
  readonly findings?: readonly Finding[]
  /** The tensors, as a model declares them; axis 0 is the batch and `null`. */
  readonly tensors: readonly TensorInfo[]
  /** Other versions of the input, such as augmented ones, numbered from 1; 0 is the input itself. */
  readonly variants?: readonly Variant[]
  /** Returns the values of the units of a grid, for partitioners that compare them. Absent if they have none, as words do not. */
  values?(grid: string, variant: number): Values
  /** Opens a batch of `slots` items, each fully masked at first. */
  open(slots: number): BatchWriter<Fed>
}

/** A version of an input over the same grids. */
export interface Variant {
  /** Name for people: `"original"`, `"shift by 36, 0"`. */
  readonly name: string
  /** Transforms from a map of the variant to a map of the input, for each grid whose units moved. Default: none moved. */
  readonly inverse?: Readonly<Record<string, UnitTransform>>
}

/**
 * The source units of each unit of a transformed map, as data: along each axis separately, or unit by unit. A unit
 * without a source gets 0.
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

/** The values of units: the colours of an image, the samples of a signal. */
export interface Values {
  /** The unit grid: `[H, W]`, `[T]`, `[D, H, W]`. */
  readonly shape: readonly number[]
  /** Values of each unit, stored side by side. */
  readonly channels: number
  /** Row-major, `[...shape, channels]`. Bytes stand for 0 to 1, other numbers for themselves. */
  readonly data: Uint8Array | Float32Array
}

/** A batch in memory, reused for every run of a sweep. */
export interface BatchWriter<Fed extends Feeds = Feeds> {
  /** Prepares a variant before its parts are preserved. Absent if nothing needs preparing. */
  load?(variant: number): Promise<void>
  /**
   * Preserves exactly `part` in `slot`; masks the part that the slot preserved before.
   *
   * @param variant of the input; default 0, the input itself
   */
  preserve(slot: number, part: Part, variant?: number): void
  /**
   * Mixes each unit in `slot` with its baseline: `baseline + share * (original - baseline)`. Absent if units cannot be
   * mixed, as words cannot.
   *
   * @param shares one for each unit, from 0, masked, to 1, preserved; the caller may change them afterwards
   */
  blend?(slot: number, shares: Float32Array, variant?: number): void
  /** Returns the feeds of `count` slots from `first` (default 0): views, which the next `preserve` of a slot changes. */
  feeds(count: number, first?: number): Fed
  /** Releases the memory. */
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
 * A change of the source under which the explanation should stay the same, with its inverse on a map. Each augmented
 * variant is cut and swept like the input, and its map transformed back (paper, pre-segmentation).
 */
export interface Augmentation<Source> {
  readonly name: string
  readonly settings: Settings
  /** Returns the augmented source, of the same size. */
  forward(source: Source): Source
  /**
   * Returns the transform from a map of the augmented source to a map of the source; `null` if no unit moves, as in a
   * change of colour. Units that left the frame get 0.
   *
   * @param shape of the unit grid
   */
  inverse(shape: readonly number[]): UnitTransform | null
}
