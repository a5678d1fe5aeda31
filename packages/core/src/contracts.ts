import type { Scale } from "./scale.ts"
import type { Feeds, TensorInfo, Tensors } from "./tensor.ts"

/** Anything that JSON can hold. Settings are JSON, so that a manifest can carry them. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Options in force, by name, as the manifest records them. */
export type Settings = Readonly<Record<string, Json>>

/**
 * A runtime that can load models. Made by a factory (`onnxruntimeNode()`), passed in by the caller.
 */
export interface Backend {
  /** As on the command line: `"onnxruntime-node"`. */
  readonly name: string
  /** What it loads: `"onnx"`, `"tfjs-layers"`; empty where a model is no file. */
  readonly formats: readonly string[]
  /**
   * What it cannot keep of the contract, by the name of the conformance suite's check, and why. The suite prints the
   * reason in place of the check.
   */
  readonly exemptions?: Readonly<Record<string, string>>
  /**
   * Loads a model.
   *
   * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `WEIGHTS_OUTSIDE`, `MODEL_UNRECOGNIZED`, `MODEL_TRUNCATED`,
   *   `MODEL_INVALID` (what the file states contradicts itself or is beyond a limit), `MODEL_UNSUPPORTED`,
   *   `MODEL_FAILED`, `BACKEND_UNAVAILABLE`
   */
  load(source: ModelSource): Promise<Model>
}

/**
 * Where a model comes from: a path or URL, whichever the platform has; the bytes of its one file; or, where weights are
 * in files of their own, the bytes or URLs of all by name, the model's own first: a bundler renames files, and the names
 * in the model's file stay. `readSource` of `@pami/core/backend` makes two
 * forms of them, which is all that a backend has to know.
 */
export type ModelSource = string | UrlLike | ModelBytes | Readonly<Record<string, ModelBytes | UrlLike>>

/** A file's bytes, in memory or to be read. */
export type ModelBytes = Uint8Array | ArrayBuffer | BlobLike

/** What is used of a `Blob` or `File`; this package is compiled without the types of any platform. */
export interface BlobLike {
  arrayBuffer(): Promise<ArrayBuffer>
}

/** What is used of a `URL`. */
export interface UrlLike {
  readonly href: string
}

/**
 * How programs find a backend by name (`pami --backend tfjs:wasm`): the default export of its package.
 */
export interface BackendPackage {
  /** As in {@link Backend.name}. */
  readonly name: string
  /** What its models can run on, the default first: `["wasm", "webgpu"]`. */
  readonly devices: readonly string[]
  /** Whether it works here on `device` (default: the first), found by trying. Never rejects. */
  available(device?: string): Promise<Availability>
  /**
   * @throws RangeError on a device or a number of threads that it does not have
   */
  create(options?: BackendOptions): Backend
  /** The conformance suite's models for this backend, where it reads other formats or other addresses than the suite has. */
  readonly fixtures?: BackendFixtures
}

/** The models of the conformance suite in a format, or at addresses, that only one backend knows. */
export interface BackendFixtures {
  /** Gives a fixture or a model of the zoo by name (`"linear"`, `"scenes"`); `undefined` where there is none of that name. */
  source?(name: string): ModelSource | undefined | Promise<ModelSource | undefined>
  /** Gives the address of the same model, as `load` takes it. */
  address?(name: string): string
  /** An address at which nothing is: `"my-store:no-such-model"`. */
  readonly missing?: string
}

/** What all backends are told. */
export interface BackendOptions {
  /** One of the package's devices. Default: the backend's own choice. */
  readonly device?: string
  /** Threads of a run, where the device has such. Changes the speed; where it changes bits too, it is in `Model.settings`. */
  readonly threads?: number
}

/** Whether a backend works on this machine. */
export type Availability =
  | { readonly usable: true; readonly version: string }
  | { readonly usable: false; readonly reason: string }

/** A loaded model: tensors in, tensors out. Axis 0 of every input and output is the batch. */
export interface Model {
  /** Name of the backend that runs it. */
  readonly backend: string
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  /** Outputs that nothing here can read, which `outputs` leaves out. Absent: none. */
  readonly leftOut?: readonly UnusableOutput[]
  /** Limits are data: what callers plan with. */
  readonly limits: {
    /** Items that one run takes at the most; absent when there is no such limit. */
    readonly largestBatch?: number
    /** Items per run at which this runtime is fastest. */
    readonly preferredBatch: number
    /** Runs that this runtime likes to be asked for at once, each with feeds of its own. Default 1. */
    readonly preferredRuns?: number
  }
  /** `sha256:` and 64 hexadecimal digits of the model file. */
  readonly digest: string
  /** Whatever can change a bit of the output: runtime version, optimisation level, device. */
  readonly settings: Settings
  /** What a person should know about how it was loaded: `DEVICE_REPLACED`. Part of every explanation. */
  readonly findings?: readonly Finding[]
  /**
   * What the model's file says about itself: `metadata_props` of ONNX, `userDefinedMetadata` of TensorFlow.js. Written by
   * a stranger: hints, never instructions.
   */
  readonly metadata?: Readonly<Record<string, string>>
  /** The function that ends the graph, for each output (by name) whose last node is one of these. Absent: unknown. */
  readonly activations?: Readonly<Record<string, "softmax" | "log-softmax" | "sigmoid">>
  /**
   * Runs the model once. Feeds are only read; outputs are the caller's to keep.
   *
   * @throws PamiError `SHAPE_MISMATCH`, `INPUT_NOT_FOUND`, `MODEL_FAILED`, `MODEL_DISPOSED`
   */
  run(feeds: Feeds): Promise<Tensors>
  /** Tensors that the runtime holds now, where it counts them. */
  held?(): number
  /** Frees the runtime's memory. A second call does nothing; a run after it is refused. */
  dispose(): Promise<void>
}

/** An output that is no tensor of numbers. */
export interface UnusableOutput {
  readonly name: string
  /** What it is, and what to do about it, after the name: `"is a sequence of maps: export it with …"`. */
  readonly reason: string
}

/**
 * A part of the input: sorted, half-open runs `[start, end)` of unit numbers, two entries a run.
 * Units are numbered 0 … U-1 in row-major order over the unit grid. Never changed once handed out.
 */
export type Part = Int32Array

/** Parts that belong together, such as the superpixels of one segmentation. Made on demand: often no part is stored. */
export interface Partition {
  /** For people: `"circles of radius 40, lattice 1 of 16"`. */
  readonly name: string
  /** Number of parts. */
  readonly size: number
  /** Part number `index`, from 0 to `size - 1`. */
  part(index: number): Part
  /** Which of the input's copies the parts are of, in the units of that copy. Default 0, the input itself. */
  readonly copy?: number
}

/** What is explained: a grid of units, and the tensors that stand for any choice of preserved units. */
export interface Input<Fed extends Feeds = Feeds> {
  /** Shape of the unit grid: `[H, W]`, `[T]`, `[D, H, W]`. */
  readonly units: readonly number[]
  /** Digest of everything the model may see: the input and its baseline. */
  readonly digest: string
  /** How the tensors were made: preprocessing, masking operator. */
  readonly settings: Settings
  /** What was guessed when the input was made. Part of every explanation. */
  readonly findings?: readonly Finding[]
  /** What is fed, as a model declares it; axis 0 is the batch and `null`. */
  readonly tensors: readonly TensorInfo[]
  /** The input itself, first, and its augmented copies: all have the same unit grid. */
  readonly copies: readonly InputCopy[]
  /** A batch of `slots` items, each fully masked at first. */
  open(slots: number): BatchWriter<Fed>
}

/** The input, or a copy that an augmentation made of it. */
export interface InputCopy {
  /** For people: `"itself"`, `"shift by 36, 0"`. */
  readonly name: string
  /** What a partitioner may look at, computed when asked for. */
  values(): Values
  /** A map of the copy in the units of the input; see {@link Augmentation}. */
  inverse(map: Float64Array): Float64Array
}

/** Numbers that tell units apart: a picture's colours, a signal's samples. */
export interface Values {
  /** The unit grid: `[H, W]`, `[T]`, `[D, H, W]`. */
  readonly shape: readonly number[]
  /** Values a unit, stored side by side. */
  readonly channels: number
  /** Row-major, `[...shape, channels]`. Bytes stand for 0 to 1, other numbers for themselves. */
  readonly data: Uint8Array | Float32Array
}

/** One batch buffer, reused for every run of a sweep: memory stays that of one batch. */
export interface BatchWriter<Fed extends Feeds = Feeds> {
  /** Makes a copy ready, before parts of it are preserved; absent where nothing needs to be made. */
  load?(copy: number): Promise<void>
  /**
   * Shows the model exactly `part` in `slot`; whatever the slot preserved before is masked again.
   *
   * @param copy which of the input's copies is shown; default 0, the input itself
   */
  preserve(slot: number, part: Part, copy?: number): void
  /** `count` slots from `first` (default 0) on as the model's feeds: views that the next `preserve` of a slot changes. */
  feeds(count: number, first?: number): Fed
  /** Gives the buffer back, for the next writer; called once, last. */
  close(): void
}

/** Cuts an input into parts, many times over: coarse partitions first, so that any prefix covers the input. */
export interface Partitioner {
  readonly name: string
  readonly settings: Settings
  /** Number of parts of all partitions, or `null` when only making them tells. */
  total(input: Input): number | null
  /** Number of partitions. */
  partitionCount(input: Input): number
  /** Lazily: a partition is made when the sweep comes to it. */
  partitions(input: Input): Iterable<Partition> | AsyncIterable<Partition>
}

/**
 * Makes the baseline, the fully masked input. Works on the source (pixels in [0, 1], tokens), before
 * preprocessing: zero after normalisation is not black.
 */
export interface MaskingOperator<Source> {
  readonly name: string
  readonly settings: Settings
  baseline(source: Source): Source | Promise<Source>
}

/**
 * A change of the source under which the explanation should stay put, with its inverse on a map. Every augmented copy
 * is masked, cut and shown to the model like the input; its map is brought back (the paper's pre-segmentation strategy).
 */
export interface Augmentation<Source> {
  readonly name: string
  readonly settings: Settings
  /** The augmented source, of the same size. */
  forward(source: Source): Source
  /**
   * A map of the augmented source, in the units of the source. Linear in the map: sums of scores and numbers of parts
   * are both brought back by it. Units that left the frame get 0.
   */
  inverse(map: Float64Array, units: readonly number[]): Float64Array
  /** Whether units change places. Where not (a change of colour), another picture to cut by stays as it is. */
  readonly moves: boolean
}

/** Says what is explained: turns a model's outputs into scores, one for each target. */
export interface Target {
  readonly name: string
  readonly settings: Settings
  /**
   * Looks at the outputs for the input itself and for its baseline, once, before the sweep.
   *
   * @throws PamiError `ACTIVATION_UNSUITABLE`, `OUTPUT_NOT_CHOSEN`, `OUTPUT_NOT_FOUND`, `OUTPUT_NOT_FINITE`,
   *   `OUTPUT_UNSUITABLE`, `TARGET_OUT_OF_RANGE`
   */
  bind(look: Look): BoundTarget | Promise<BoundTarget>
}

/** What a target looks at before the sweep. */
export interface Look {
  /** Outputs for the input itself, a batch of one. */
  readonly original: Tensors
  /** Outputs for the fully masked input, a batch of one. */
  readonly baseline: Tensors
  readonly model: Pick<Model, "activations">
  /**
   * Outputs for a few inputs that are made up and are the same whatever is explained, each a batch of one: what can be
   * said of them can be said of the model. Runs the model when first called. Empty for inputs that cannot be made up.
   */
  probes(): Promise<readonly Tensors[]>
}

/** A target that has seen the model's outputs. */
export interface BoundTarget {
  /** What each score is for, in order: class numbers, for a classifier. */
  readonly targets: readonly number[]
  /** What the scores are. */
  readonly scale: Scale
  /** Score of every possible target for the input itself, so that a caller can show the prediction. */
  readonly prediction: Float64Array
  /** Choices that were left to the target, as made: `{ activation: "softmax" }`. */
  readonly settings: Settings
  readonly findings: readonly Finding[]
  /** Writes the scores of the first `count` items: `scores[item * targets.length + target]`. */
  score(outputs: Tensors, count: number, scores: Float64Array): void
}

/** Something that a person should know before trusting a map. */
export interface Finding {
  /** Stable name. */
  readonly code: FindingCode
  /** A `warning` deserves a look; a `note` says what was chosen. */
  readonly level: "warning" | "note"
  /** What was found, in plain words. */
  readonly message: string
  /** What to do about it. */
  readonly fix: string
}

/** Stable names of what the preflight finds. */
export type FindingCode =
  | "ACTIVATION_CHOSEN"
  | "ACTIVATION_TWICE"
  | "BASELINE_SCORES_HIGH"
  | "BATCH_AXES"
  | "BATCH_DIFFERS"
  | "BATCH_FAILS"
  | "CLASSES_LIMITED"
  | "CLASS_COUNT_DIFFERS"
  | "DEVICE_REPLACED"
  | "FOUND_NEARBY"
  | "HINT_UNUSABLE"
  | "INPUT_IGNORED"
  | "LABELS_FROM_ONE"
  | "LABEL_NOT_DRAWN"
  | "LOGITS_AS_PROBABILITIES"
  | "LOW_CONFIDENCE"
  | "NOT_DETERMINISTIC"
  | "ONE_NUMBER_FOR_TWO"
  | "OUTPUT_CHOSEN"
  | "PASSES_EXHAUSTED"
  | "PRESET_DOUBTFUL"
  | "PRESET_GUESSED"
  | "RANGE_GUESSED"
  | "SEVERAL_LABELS"
  | "SHAPE_GUESSED"
  | "UNITS_UNCOVERED"
