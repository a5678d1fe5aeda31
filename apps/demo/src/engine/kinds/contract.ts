import type { Activation, Finding, Manifest, Scale, TargetId, TargetInfo, TensorInfo } from "@pami/core"
import type { ExplainedText, ExplainOptions, FeatureImportance, MapChoice } from "@pami/explainer"
import type { Geometry, Picture, PresetName } from "@pami/image"
import type { InputKind, NamedTask, Recipe, Texts, UnitAxis } from "@pami/recipe"
import type { BackendName, Outcome, Verdict } from "../contract.ts"
import type { Judge, Reach, Rival } from "../judge-contract.ts"

/** The files of a model and of its folder, by path: `onnx/model.onnx`, `config.json`, `tokenizer.json`. */
export type FolderFiles = Readonly<Record<string, Uint8Array>>

/** A model to open, of any kind of input. */
export interface OpenRequest {
  /** Name for the page and for manifests. */
  readonly name: string
  /** Paths of the model's own files; the first is the `.onnx` or `model.json` of it. */
  readonly model: readonly string[]
  /** As `model`, of the decoder of a model that writes. Default: it has none. */
  readonly decoder?: readonly string[]
  readonly files: FolderFiles
  /** Path of the class names that the visitor has opened. Default: those that are found near the model or in it. */
  readonly labels?: string | undefined
  readonly backend: BackendName
  /** The compiled runtime of onnxruntime-web on wasm. Default: it is fetched. */
  readonly runtime?: WebAssembly.Module | null
  /** Facts about the model that its files do not hold. */
  readonly known?: KnownFacts
}

/** Facts about a model that a gallery or a visitor adds to those of its files. */
export interface KnownFacts {
  readonly labels?: readonly string[]
  readonly options?: KindOptions
}

/** A loaded model, as the page shows it. */
export interface KindFacts {
  readonly name: string
  /** With its device: `onnxruntime-web:wasm`. */
  readonly backend: string
  readonly digest: string
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  readonly labels: readonly string[] | null
  /** Kinds of input that the model may take, the likeliest first, each with its evidence. */
  readonly kinds: readonly { readonly value: InputKind; readonly why: string }[]
  /** Advice on the input to open, for the likeliest kind, without a full stop. */
  readonly advice: string
  /** Whether it writes a caption or an answer. */
  readonly writes: boolean
  /** Number of runs that the backend works on at once. */
  readonly runsAtOnce: number
  readonly findings: readonly Finding[]
}

/** An input to explain. `file` is that of the visitor. */
export type KindInput =
  | { readonly kind: "image"; readonly image: Picture; readonly name: string; readonly file?: File }
  | { readonly kind: "text"; readonly texts: Texts; readonly name: string }
  /** A sound, a table, a series, a volume, an array or a text, by its bytes and name. */
  | { readonly kind: "file"; readonly bytes: Uint8Array; readonly name: string; readonly file?: File }

/** Options of an explanation that are plain data. */
export interface KindOptions extends Pick<
  ExplainOptions,
  | "passes"
  | "seed"
  | "output"
  | "feeds"
  | "row"
  | "columns"
  | "background"
  | "units"
  | "rate"
  | "question"
  | "answer"
  | "normalization"
> {
  readonly task?: NamedTask
  readonly activation?: "auto" | Activation
  readonly target?: number | string | readonly (number | string)[]
  readonly mask?: string
  /** Preprocessing of an image. Default: what is found near the model, else a guess. */
  readonly preset?: PresetName
  /** Path of the tokenizer among the files of the model. Default: the one that is found by its name. */
  readonly tokenizer?: string
}

/** Facts about an input, as soon as the model has seen it. It stays the same during a sweep. */
export interface Seen {
  /** All targets with their scores, highest first: classes, detections, words of an answer. */
  readonly prediction: readonly TargetInfo[]
  /** Targets with a map, in the order in which a figure shows them. */
  readonly explained: readonly TargetId[]
  /** Of an answer, once the sweep has ended: the words that do not depend on the input. */
  readonly independent?: readonly TargetId[]
  readonly scale: Scale
  readonly findings: readonly Finding[]
  readonly recipe: Recipe
  /** Size of the input in words: `11 words`. */
  readonly size: string
  readonly axes: readonly UnitAxis[]
  readonly content: Content
  readonly checks: Checks
}

/** How the maps of an input can be judged. */
export interface Checks {
  /** Number of units that are ranked: words, columns, pixels of an image. */
  readonly units: number
  /** Names of the masks of curves. */
  readonly masks: readonly string[]
  readonly rivals: readonly Rival[]
}

/** The values of an input, by its kind. */
export type Content =
  | { readonly kind: "text" }
  | {
      readonly kind: "series"
      /** `[time, channels]`, row-major; of a sound, one channel. */
      readonly values: Float32Array
      readonly channels: readonly string[]
      /** Values per second; `null` where it is not known. */
      readonly rate: number | null
      readonly isSound: boolean
      /** Time steps of a unit of the map. */
      readonly hop: number
    }
  | {
      readonly kind: "table"
      readonly rows: number
    }
  | {
      readonly kind: "image"
      readonly width: number
      readonly height: number
      readonly geometry: Geometry
    }
  | {
      readonly kind: "volume"
      /** `[D, H, W]`, of the units. */
      readonly shape: readonly number[]
      /** `[D, H, W]`, row-major, of the first channel. */
      readonly values: Float32Array
      /** Distance of neighbouring voxels along each axis; `null` where it is not known. */
      readonly spacing: readonly number[] | null
      /** Directions in which the axes count up, as `SPL`; `null` where they are not known. */
      readonly directions: string | null
    }
  | {
      readonly kind: "array"
      /** Of the units. */
      readonly shape: readonly number[]
    }

/** The map of a target. */
export interface KindMap {
  readonly choice: MapChoice | null
  /** Importance of each unit, row-major over {@link Seen.axes}. */
  readonly values: Float32Array
  readonly reach: Reach
  /** Of a text, and of the question of an image: the pieces with their importance. */
  readonly texts?: readonly ExplainedText[]
  /** Of a table. */
  readonly features?: readonly FeatureImportance[]
}

/** The state of a sweep. */
export interface KindSnapshot {
  readonly passes: number
  readonly total: number | null
  /** Completed share of the work, 0 to 1. */
  readonly share: number
  readonly passesPerSecond: number
  readonly secondsLeft: number | null
  readonly done: boolean
  /** With the first snapshot, and with the last. */
  readonly seen?: Seen
  /** A map for each of the chosen targets; empty before the first pass. */
  readonly maps: readonly KindMap[]
}

/** Explains inputs of every kind, thin over `@pami/explainer`. */
export interface KindsEngine extends Judge<MapChoice> {
  /**
   * Loads a model in place of the present one, which stays if loading fails. Buffers of its files are transferred.
   *
   * @throws `code` and `message` of the backend's PamiError
   */
  load(request: OpenRequest): Promise<KindFacts>
  /**
   * Explains an input. Resolves at the end of the sweep, or when it is stopped.
   *
   * @param tell called before the first pass, then 3 to 10 times a second; not called again before its promise resolves
   * @throws `code` and `message` of the explainer's PamiError
   */
  explain(input: KindInput, options: KindOptions, tell: (snapshot: KindSnapshot) => unknown): Promise<void>
  /**
   * Returns what the model says of an input with each change of the options, in the passes of a preflight; `null` for a change
   * that does not fit it. The sweep stays as it is.
   *
   * @throws `ABORTED` if {@link stop} is called meanwhile
   */
  tryChanges(
    input: KindInput,
    options: KindOptions,
    changes: readonly KindOptions[],
  ): Promise<readonly (Outcome | null)[]>
  /**
   * Chooses the maps that snapshots have from now on, and returns them. Costs no pass.
   *
   * @param choices default: the first that is explained
   */
  read(choices: readonly MapChoice[]): Promise<readonly KindMap[]>
  pause(): void
  resume(): void
  /** Ends the sweep, whose maps stay valid, and the trial of changes. */
  stop(): void
  /** Returns the manifest of the chosen targets. */
  manifest(): Promise<Manifest>
  /**
   * Recomputes the maps of a manifest with the present model, and compares them.
   *
   * @param input the open input; `null` for none
   */
  verify(manifest: Manifest, input: KindInput | null): Promise<Verdict>
  /** Returns the explanation as the bytes of a `.npz` file. */
  save(): Promise<Uint8Array>
  /** Returns the figure of the chosen targets as SVG. */
  figure(): Promise<string>
  /** Returns the most important part of a sound as a WAV file: a share of its time, the rest silent. */
  evidence(share: number): Promise<Uint8Array>
  /** Returns the number of forward passes since the worker started. */
  passes(): Promise<number>
  dispose(): Promise<void>
}

/** The engine of a worker. */
export interface KindsWorker extends KindsEngine {
  /** Returns the compiled runtime, for the next worker; `null` for models that do not run on onnxruntime-web with wasm. */
  runtime(): Promise<WebAssembly.Module | null>
}
