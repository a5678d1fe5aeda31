import type { Backend, Method, Partitioner, Progress, MaskingOperator, Signal, Target } from "@pami/core"
import type { PlatformUrl } from "@pami/core/tensor"
import type { Labels, Pixels } from "@pami/image"
import type { MethodName } from "@pami/methods"
import type { Segmenter } from "@pami/pre-segmentation"
import type { PreparationOptions, RecipeDraft, TextFile } from "@pami/recipe"
import type { ClassName } from "./result.ts"

/** The fields of a recipe that have another form in a program: contract objects, labels, presets. */
type Replaced = "kind" | "input" | "labels" | "target" | "versus" | "mask" | "method" | "preprocessing"

/**
 * Options of an explanation: every field of a recipe, and contract objects where a recipe has names. A result that was
 * made with an object of the caller's has a manifest that `pami verify` cannot replay.
 */
export interface ExplainOptions extends Omit<RecipeDraft, Replaced> {
  /**
   * The classes to explain: a number, a label, `"top:3"`, several classes; or a target. Default `"top:1"`, the class of
   * highest score.
   */
  readonly target?: ClassName | readonly ClassName[] | Target | undefined
  /** The class that the target is contrasted with. Default: none. */
  readonly versus?: ClassName | undefined
  /** The masking operator: a name, a colour `#rrggbb`, an image file, or an operator. Default `"blur"`. */
  readonly mask?: string | MaskingOperator<Pixels> | undefined
  /** Cuts the image into parts. Default: that of the recipe's strategy. */
  readonly partitioner?: Partitioner | undefined
  /** Cuts the image and reads the map: the name of a method of `@pami/methods`, or a method. Default `"pami"`. */
  readonly method?: MethodName | Method | undefined
  /** Segments the image. Default: `segmentInWorker()`. */
  readonly segmenter?: Segmenter | undefined
  /** Name of the image, for the figure and the manifest. Default: that of its file. */
  readonly name?: string | undefined
  /** Maximum number of pixels that an image may declare. Default: 100 million. */
  readonly maxPixels?: number | undefined
  /** Items of one run; never changes the map. Default `"auto"`. */
  readonly batch?: number | "auto" | undefined
  /** Ends the sweep. The error `ABORTED` has the explanation so far as `partial`. */
  readonly signal?: Signal | undefined
  /** Called before the first run and after every run. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** Options of `explainer`. Those of an explanation hold for every image, unless its own call says otherwise. */
export interface ExplainerOptions
  extends
    ExplainOptions,
    Pick<PreparationOptions, "mean" | "std" | "resize" | "layout" | "size" | "modelInput"> {
  /** Loads the model. Not needed for a loaded model or a function. */
  readonly backend?: Backend | undefined
  /** Names of the classes, or their file. Default: those found next to the model or in its metadata. */
  readonly labels?: Labels | TextFile | string | PlatformUrl | undefined
  /**
   * The name of a preset, a file such as `preprocessor_config.json`, or all numbers. Default: the file next to the model,
   * else a guess, which is a finding.
   */
  readonly preprocessing?: PreparationOptions["preset"] | PlatformUrl | undefined
}
