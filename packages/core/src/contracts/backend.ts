import type { Feeds, TensorInfo, Tensors } from "./tensor.ts"
import type { Finding } from "./finding.ts"
import type { Settings } from "./settings.ts"

/** Version of the contracts in this folder. `explain` refuses a backend that was built for another one. */
export const contractVersion = 2

/** A runtime that can load models. A factory makes it (`onnxruntimeNode()`), and the caller passes it on. */
export interface Backend {
  /** Version of the contract that the backend is built for: {@link contractVersion} of its copy of this package. */
  readonly contract: typeof contractVersion
  /** As on the command line: `"onnxruntime-node"`. */
  readonly name: string
  /** The formats that it loads: `"onnx"`, `"tfjs-layers"`; empty where a model is not a file. */
  readonly formats: readonly string[]
  /**
   * Checks of the conformance suite that the backend cannot pass, by name, with the reason. The suite prints the reason in
   * place of the check.
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
 * A model to load: a path or URL, depending on the platform; the bytes of its one file; or, where weights are in separate
 * files, the bytes or URLs of all files by name, the model's own file first: a bundler renames files, while the names
 * inside the model's file stay. `openFiles` of `@pami/backend-kit`
 * reads all of these.
 */
export type ModelSource = string | UrlLike | ModelBytes | Readonly<Record<string, ModelBytes | UrlLike>>

/** The bytes of a file, in memory or to be read. */
export type ModelBytes = Uint8Array | ArrayBuffer | BlobLike

/** The members of a `Blob` or `File` in use: this package is compiled without the types of any platform. */
export interface BlobLike {
  arrayBuffer(): Promise<ArrayBuffer>
}

/** The members of a `URL` in use. */
export interface UrlLike {
  readonly href: string
}

/** How programs find a backend by name (`pami --backend tfjs:wasm`): the default export of its package. */
export interface BackendPackage {
  /** As in {@link Backend.name}. */
  readonly name: string
  /** The devices that its models can run on, the default first: `["wasm", "webgpu"]`. */
  readonly devices: readonly string[]
  /** Tries whether the backend works here on `device` (default: the first). Never rejects. */
  available(device?: string): Promise<Availability>
  /**
   * Makes the backend.
   *
   * @throws RangeError for an unknown device or an impossible number of threads
   */
  create(options?: BackendOptions): Backend
  /** The conformance suite's models for this backend, if it reads other formats or other addresses than the suite provides. */
  readonly fixtures?: BackendFixtures
}

/** The models of the conformance suite in a format, or at addresses, that only one backend knows. */
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
  /** One of the package's devices. Default: the backend's own choice. */
  readonly device?: string
  /** Threads of a run, where the device has threads. They change the speed; where they change bits too, they are in `Model.settings`. */
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
  /** Outputs that are not tensors of numbers; `outputs` omits them. Default: none. */
  readonly leftOut?: readonly UnusableOutput[]
  /** Limits are data: callers plan with them. */
  readonly limits: {
    /** Items that one run takes at most; absent for no limit. */
    readonly largestBatch?: number
    /** Items of one run at which this runtime is fastest. */
    readonly preferredBatch: number
    /** Runs that this runtime can work on at once, each with its own feeds. Default 1. */
    readonly preferredRuns?: number
  }
  /** `sha256:` and 64 hexadecimal digits of the model file. */
  readonly digest: string
  /** Everything that can change a bit of the output: runtime version, optimisation level, device. */
  readonly settings: Settings
  /** What a person should know about how the model was loaded: `DEVICE_REPLACED`. Part of every explanation. */
  readonly findings?: readonly Finding[]
  /**
   * The model file's own description: `metadata_props` of ONNX, `userDefinedMetadata` of TensorFlow.js. A stranger wrote
   * it: hints, never instructions.
   */
  readonly metadata?: Readonly<Record<string, string>>
  /** The function that ends the graph, for each output (by name) whose last node is one of these. Absent: unknown. */
  readonly activations?: Readonly<Record<string, "softmax" | "log-softmax" | "sigmoid">>
  /**
   * Runs the model once. Only reads the feeds; the caller owns the outputs.
   *
   * @throws PamiError `SHAPE_MISMATCH`, `INPUT_NOT_FOUND`, `MODEL_FAILED`, `MODEL_DISPOSED`
   */
  run(feeds: Feeds): Promise<Tensors>
  /** Returns the number of tensors that the runtime holds now, if it counts them. */
  held?(): number
  /** Frees the runtime's memory. A second call does nothing; a later run is refused. */
  dispose(): Promise<void>
}

/** An output that is not a tensor of numbers. */
export interface UnusableOutput {
  readonly name: string
  /** Its kind and the remedy, to be read after the name: `"is a sequence of maps: export it with …"`. */
  readonly reason: string
}
