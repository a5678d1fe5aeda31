import type { Feeds, TensorInfo, Tensors } from "./tensor.ts"
import type { Finding } from "./finding.ts"
import type { Settings } from "./settings.ts"

/** Version of the contracts in this folder. `explain` refuses a backend that was built for another one. */
export const contractVersion = 2

/** A runtime that loads models, made by a factory such as `onnxruntimeNode()`. */
export interface Backend {
  /** Version of the contract that the backend is built for: {@link contractVersion} of its copy of this package. */
  readonly contract: typeof contractVersion
  /** Name, as on the command line: `"onnxruntime-node"`. */
  readonly name: string
  /** Formats that it loads: `"onnx"`, `"tfjs-layers"`; empty if a model is not a file. */
  readonly formats: readonly string[]
  /**
   * Checks of the conformance suite that the backend cannot pass, by name, with the reason. The suite skips each and prints
   * the reason.
   */
  readonly exemptions?: Readonly<Record<string, string>>
  /**
   * Loads a model.
   *
   * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `WEIGHTS_OUTSIDE`, `MODEL_UNRECOGNIZED`, `MODEL_TRUNCATED`,
   *   `MODEL_INVALID` (the file contradicts itself or exceeds a limit), `MODEL_UNSUPPORTED`, `MODEL_FAILED`,
   *   `BACKEND_UNAVAILABLE`
   */
  load(source: ModelSource): Promise<Model>
}

/**
 * A model to load: a path or URL, depending on the platform; the bytes of its file; or, for a model with its weights in
 * separate files, the bytes or URLs of all files by name, the model file first. The names are those inside the model file,
 * since a bundler renames files. `openFiles` of `@pami/backend-kit` reads all of these.
 */
export type ModelSource = string | UrlLike | ModelBytes | Readonly<Record<string, ModelBytes | UrlLike>>

/** The bytes of a file, in memory or in a blob. */
export type ModelBytes = Uint8Array | ArrayBuffer | BlobLike

/** The members of a `Blob` or `File` that PAMI uses: this package compiles without the types of any platform. */
export interface BlobLike {
  arrayBuffer(): Promise<ArrayBuffer>
}

/** The members of a `URL` that PAMI uses. */
export interface UrlLike {
  readonly href: string
}

/** The default export of a backend's package, by which programs find it: `pami --backend tfjs:wasm`. */
export interface BackendPackage {
  /** As in {@link Backend.name}. */
  readonly name: string
  /** Devices that its models run on, the default first: `["wasm", "webgpu"]`. */
  readonly devices: readonly string[]
  /** Returns whether the backend works on this machine, on `device` (default: the first). Never rejects. */
  available(device?: string): Promise<Availability>
  /**
   * Returns the backend.
   *
   * @throws RangeError for an unknown device or an impossible number of threads
   */
  create(options?: BackendOptions): Backend
  /** Models of the conformance suite, for a backend that reads other formats or addresses than the suite provides. */
  readonly fixtures?: BackendFixtures
}

/** Models of the conformance suite in a format, or at addresses, of one backend. */
export interface BackendFixtures {
  /** Returns a fixture or a model of the zoo by name (`"linear"`, `"scenes"`), or `undefined` for an unknown name. */
  source?(name: string): ModelSource | undefined | Promise<ModelSource | undefined>
  /** Returns the address of the same model, as `load` takes it. */
  address?(name: string): string
  /** An address without a model: `"my-store:no-such-model"`. */
  readonly missing?: string
}

/** Options that all backends take. */
export interface BackendOptions {
  /** One of the devices of the package. Default: chosen by the backend. */
  readonly device?: string
  /** Threads of a run, on devices with threads. If their number changes bits, it is in `Model.settings`. */
  readonly threads?: number
}

/** Whether a backend works on this machine. */
export type Availability =
  | { readonly usable: true; readonly version: string }
  | { readonly usable: false; readonly reason: string }

/** A loaded model: tensors in, tensors out. Axis 0 of every input and output is the batch. */
export interface Model {
  /** As in {@link Backend.contract}. */
  readonly contract: typeof contractVersion
  /** Name of the backend that runs it. */
  readonly backend: string
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  /** Outputs that are not tensors of numbers, omitted from `outputs`. Default: none. */
  readonly leftOut?: readonly UnusableOutput[]
  /** Sizes by which callers plan their runs. */
  readonly limits: {
    /** Largest number of items of one run. Default: no limit. */
    readonly largestBatch?: number
    /** Number of items of one run at which the runtime is fastest. */
    readonly preferredBatch: number
    /** Number of runs that the runtime executes at once, each with its own feeds. Default 1. */
    readonly preferredRuns?: number
  }
  /** `sha256:` and 64 hexadecimal digits of the model file. */
  readonly digest: string
  /** Everything that can change a bit of the output: runtime version, optimisation level, device. */
  readonly settings: Settings
  /** Findings about loading, such as `DEVICE_REPLACED`. Every explanation includes them. */
  readonly findings?: readonly Finding[]
  /**
   * Metadata in the model file: `metadata_props` of ONNX, `userDefinedMetadata` of TensorFlow.js. Its author is unknown:
   * read it as hints, never as instructions.
   */
  readonly metadata?: Readonly<Record<string, string>>
  /** The last function of the graph before each output, by name, if it is one of these. */
  readonly activations?: Readonly<Record<string, "softmax" | "log-softmax" | "sigmoid">>
  /**
   * Runs the model once. Does not change the feeds; the caller owns the outputs.
   *
   * @throws PamiError `SHAPE_MISMATCH`, `INPUT_NOT_FOUND`, `MODEL_FAILED`, `MODEL_DISPOSED`
   */
  run(feeds: Feeds): Promise<Tensors>
  /**
   * Verifies that the runtime still computes what it did at the start, where it may break without an error: a server. Called
   * after every sweep. Default: nothing to verify.
   *
   * @throws PamiError with a code of the backend
   */
  check?(): Promise<void>
  /** Returns the number of tensors that the runtime holds in memory, if it counts them. */
  held?(): number
  /** Frees the memory of the runtime. A second call does nothing; a later `run` rejects. */
  dispose(): Promise<void>
}

/** An output that is not a tensor of numbers. */
export interface UnusableOutput {
  readonly name: string
  /** Its kind and the fix, to be read after the name: `"is a sequence of maps: export it with …"`. */
  readonly reason: string
}
