import type { Backend, Method, Partitioner, MaskingOperator, Signal, Target } from "@pami/core"
import type { PlatformUrl } from "@pami/core/tensor"
import type { GenerateOptions } from "@pami/generation"
import type { Labels, Pixels } from "@pami/image"
import type { MethodName } from "@pami/methods"
import type { Segmenter } from "@pami/pre-segmentation"
import type {
  NamedTask,
  PreparationOptions,
  RecipeDraft,
  RecipeKind,
  SeriesRecipe,
  Task,
  TextFile,
  TextRecipe,
} from "@pami/recipe"
import type { Tokenizer } from "@pami/text"
import type { ClassName, ResultProgress } from "./result.ts"

/** The fields of a recipe that have another form in a program: contract objects, labels, presets. */
type Replaced =
  | "kind"
  | "input"
  | "labels"
  | "task"
  | "target"
  | "versus"
  | "mask"
  | "method"
  | "preprocessing"

/** Options for inputs that are not images; each is for one kind of input, and refused for another. */
export interface DataOptions {
  /** The kind of input that the options are for, as a recipe states it; another input is refused. Default: any. */
  readonly kind?: RecipeKind | undefined
  /** Of a table: the row to explain, from 0. Default 0. */
  readonly row?: number | undefined
  /** Of a table: the values of masked columns, `"median"`, `"zeros"` or `"sample:20"`. Default: `median` where rows allow. */
  readonly background?: string | undefined
  /** Of a table: file of the rows that the background is taken from. Default: the table. */
  readonly backgroundFile?: string | undefined
  /** Of a table: one-hot columns that belong together. Default: those that their names show. */
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined
  /** Of a table: texts of categories in the order of their codes, by column. Default: as a columns file beside the model says. */
  readonly categories?: Readonly<Record<string, readonly string[]>> | undefined
  /** Of a table: whether the map of `pami` is the effect of each column, or the read-out of the scores. Default `"effect"`. */
  readonly reading?: "effect" | "score" | undefined
  /** Of a table: names of the model's columns in its order. Default: those of the table. */
  readonly columns?: readonly string[] | undefined
  /**
   * Of a series: `"time"`, `"channels"` or `"time-frequency"`, default `"time"`. Of a text: `"words"`, `"sentences"`,
   * `"lines"`, `"paragraphs"`, `"items"`, `"turns"`, or places in it; default `"words"`.
   */
  readonly units?: SeriesRecipe["units"] | TextRecipe["units"] | undefined
  /** Of a text: its language, which decides where words end, such as `"ja"`. Default: the characters decide. */
  readonly language?: string | undefined
  /** Of a text: maximum number of tokens. Default: that of the model and the tokenizer. */
  readonly maxLength?: number | undefined
  /** Of several texts: names of those that are explained. Default: all. */
  readonly explained?: readonly string[] | undefined
  /** Of a model that takes a text beside an image: the text. */
  readonly question?: string | undefined
  /** Of a model that writes: the caption or answer whose words are explained. Default: the model's own. */
  readonly answer?: string | undefined
  /** Of a text: file of the tokenizer, or a tokenizer. Default: `tokenizer.json` or `vocab.txt` near the model. */
  readonly tokenizer?: string | PlatformUrl | Tokenizer | undefined
  /** Of a text: the `tokenizer_config.json` of the tokenizer that is named. Default: none. */
  readonly tokenizerConfig?: string | undefined
  /** Of a sound: samples a second that the model takes. Default: those of the file. */
  readonly rate?: number | undefined
  /** Of a series: the part of a longer one that the model sees. Default `"start"`. */
  readonly crop?: "start" | "centre" | undefined
  /** Of a volume or an array: how values become the model's numbers. Default `"none"`. */
  readonly normalization?: "none" | "z-score" | "min-max" | undefined
  /** Of a volume: the order of its axes; of an array, their names. Default: as the file has them. */
  readonly axes?: string | undefined
  /** Of a volume: its number in a time series, from 0. Default 0. */
  readonly time?: number | undefined
  /** Of an array: the number of the item on the axis of the batch, from 0. Default 0. */
  readonly item?: number | undefined
}

/**
 * Options of an explanation: every field of a recipe, and contract objects where a recipe has names. A result that was
 * made with an object of the caller's has a manifest that `pami verify` cannot replay.
 */
export interface ExplainOptions extends Omit<RecipeDraft, Replaced>, DataOptions {
  /**
   * The task of the model, by its name or with the options of its targets: `"detection"`, `"segmentation"`, `"keypoints"`,
   * `"embedding"`, `"characters"`, `"classification"`, `"multi-label"`, `"regression"`. Default: as the model's files, its declared
   * outputs and its outputs for the input say, which is a finding.
   */
  readonly task?: NamedTask | Task | undefined
  /** Files of what the output of an embedding is compared with. */
  readonly references?: readonly string[] | undefined
  /**
   * The classes to explain: a number, a label, `"top:3"`, `"positive"` for all that the model finds, several classes; or a
   * target. Of a model that writes: a word of its answer, its number from 0, `"answer"` for the whole. Default `"top:1"`, the
   * class of highest score; of a detector `"top:3"`, of other tasks all.
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
  /** Called before the first run and after every run, with the result so far. */
  readonly onProgress?: ((progress: ResultProgress) => void) | undefined
}

/** Options of `explainer`. Those of an explanation hold for every image, unless its own call says otherwise. */
export interface ExplainerOptions
  extends
    ExplainOptions,
    Pick<PreparationOptions, "mean" | "std" | "resize" | "layout" | "size" | "modelInput"> {
  /** Loads the model. Not needed for a loaded model or a function. */
  readonly backend?: Backend | undefined
  /** Of a model that writes: start, end and search of its answer. Default: as `generation_config.json` and `config.json` near it say. */
  readonly generation?: Partial<GenerateOptions> | undefined
  /** Names of the classes, or their file. Default: those found next to the model or in its metadata. */
  readonly labels?: Labels | TextFile | string | PlatformUrl | undefined
  /**
   * The name of a preset, a file such as `preprocessor_config.json`, or all numbers. Default: the file next to the model,
   * else a guess, which is a finding.
   */
  readonly preprocessing?: PreparationOptions["preset"] | PlatformUrl | undefined
}
