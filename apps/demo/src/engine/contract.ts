import type { Activation, Box, Finding, Manifest, Scale, TargetInfo } from "@pami/core"
import type { Geometry, Picture, PresetName } from "@pami/image"
import type { MethodName } from "@pami/methods"
import type { ImageRecipe, NamedTask, Task, TextFile } from "@pami/recipe"
import type { Judge, Reach } from "./judge-contract.ts"

/** A backend with its device, as on the command line; `auto` for the fastest that works here. */
export type BackendName =
  | "auto"
  | "onnxruntime-web:wasm"
  | "onnxruntime-web:webgpu"
  | "tfjs:wasm"
  | "tfjs:webgl"
  | "tfjs:webgpu"
  | "tfjs:cpu"

/** A model to load. */
export interface ModelRequest {
  /** Name of the file, for the page. */
  readonly name: string
  /** `zoo` for the bundled model; otherwise files by name. */
  readonly source: "zoo" | Uint8Array | Readonly<Record<string, Uint8Array>>
  readonly backend: BackendName
  /** The compiled runtime of onnxruntime-web on wasm, from {@link EngineWorker.runtime}. Default: it is fetched. */
  readonly runtime?: WebAssembly.Module | null
  /** Files that describe the model further. */
  readonly beside?: Beside
  /**
   * Whether the model is known to give the same bits every time on a processor, whatever else is in its batch: the checks
   * then run it once for each input. Default: no.
   */
  readonly isRepeatable?: boolean
}

/** Small files that were opened with a model, or after it. */
export interface Beside {
  /** Path of the model's file in the folder that was opened. */
  readonly file: string
  /** Files by path. Their contents are hints. */
  readonly near: Readonly<Record<string, Uint8Array>>
  /** Labels that the visitor chose: invalid ones are an error. */
  readonly labels?: TextFile
  /** Preprocessing that the visitor chose. */
  readonly preprocessor?: TextFile
}

/** A loaded model, as the page shows it. */
export interface ModelFacts {
  readonly name: string
  /** With its device: `onnxruntime-web:wasm`. */
  readonly backend: string
  readonly digest: string
  /** Declared inputs and outputs, as text: `image float32 [N, 3, 224, 224]`. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly outputNames: readonly string[]
  readonly labels: readonly string[] | null
  readonly findings: readonly Finding[]
  /** Preferred number of runs at once: two for each independent thread. */
  readonly runsAtOnce: number
}

/** Everything that decides a map, except the model, the image and the classes. Plain data, for links and manifests. */
export interface Settings {
  readonly method: MethodName
  readonly strategy: "pre-segmentation" | "sliding-window" | "grid"
  readonly mask: "blur" | "black" | "white" | "mean" | "noise"
  readonly mode: "corrected" | "authors"
  readonly quality: "fast" | "balanced" | "best"
  readonly passes: number | null
  readonly activation: "auto" | Activation
  readonly preset: PresetName | null
  readonly layout: "nchw" | "nhwc" | null
  /** Sides of the model's input in pixels, where the model leaves them free; `null` for the usual ones. */
  readonly size: number | null
  /** Mean of the channels, of pixels from 0 to 1; one number serves every channel. `null` for that of the preset. */
  readonly mean: readonly number[] | null
  /** Standard deviation, as {@link mean}. */
  readonly std: readonly number[] | null
  /** `null` for what the model seems to be made for. */
  readonly task: NamedTask | null
  /** Name of the output that holds the classes; `null` for the only one that fits. */
  readonly output: string | null
  readonly seed: number
}

/** A class in the prediction, or another target of the model's task: a detected object, a segmented region. */
export interface ClassScore {
  /** Number of the class; of other targets their number in the prediction. */
  readonly class: number
  readonly score: number
  /** Name of a target that is not a class: `dog #1`. */
  readonly label?: string
  /** Place of an object, in pixels of the model's input. */
  readonly box?: Box
}

/** The model's prediction for the image, before any map: the result of the preflight. */
export interface Prediction {
  /** The task that the model is explained as. Default: classification. */
  readonly task?: Task["name"]
  /** The classes whose scores a sweep keeps, or all objects or regions; highest score first. */
  readonly classes: readonly ClassScore[]
  /** The score of each class of the model, by its number. */
  readonly scores: Float64Array
  /** Unit and range of the scores. */
  readonly scale: Scale
  readonly findings: readonly Finding[]
  /** Everything that decides the map, except the explained classes. */
  readonly recipe: ImageRecipe
  /** Why this preprocessing was chosen. */
  readonly why: string
  /** Size of the model's input, in pixels. */
  readonly width: number
  readonly height: number
  /** Where the resized pixels lie in the image. */
  readonly geometry: Geometry
}

/** The image at the size of the model's input. RGB in [0, 1], `[height, width, 3]`. */
export interface Preview {
  readonly image: Float32Array
  /** The pixels that replace masked ones. */
  readonly baseline: Float32Array
}

/** A prediction under other settings: its top class, or its strongest object or word. */
export interface Outcome extends Pick<TargetInfo, "id" | "label" | "score"> {
  readonly scale: Scale
}

/** The state of a sweep. */
export interface Snapshot {
  readonly passes: number
  readonly total: number | null
  /** Completed share of the work, 0 to 1. */
  readonly share: number
  readonly passesPerSecond: number
  readonly secondsLeft: number | null
  readonly done: boolean
  /** Predicted distance from the full map, as a share of its range. */
  readonly distanceToFull: number | null
  /** Findings of the sweep's preflight, at the size of its batches, that the prediction did not have. */
  readonly found: readonly Finding[]
  readonly view: MapView
}

/** Values of every unit that only some panes show. */
export type LayerName = "standardError" | "coverage"

/** One map, read out of the sweep's scores. */
export interface MapView extends Readonly<Partial<Record<LayerName, Float32Array>>> {
  readonly target: number
  readonly versus: number | null
  readonly width: number
  readonly height: number
  readonly map: Float32Array
  readonly reach: Reach
}

/** A part that covers a unit, with its score. */
export interface PartScore {
  readonly partition: string
  /** Runs of the part, in units of the model's input. */
  readonly part: Int32Array
  readonly score: number
}

/** The result of verifying a manifest. */
export interface Verdict {
  /** `same`: to the last bit; `close`: made on another runtime, with every number within the tolerance. */
  readonly outcome: "same" | "close" | "different"
  /** `skipped`: not comparable across runtimes. */
  readonly checks: readonly {
    readonly what: string
    readonly result: "same" | "close" | "different" | "skipped"
  }[]
  /** Of a manifest made on another runtime. */
  readonly runtimes: {
    readonly recorded: string
    readonly here: string
    /** Largest difference between two numbers that should be equal. */
    readonly largest: number
    /** Largest difference that counts as equal. */
    readonly tolerance: number
  } | null
  /** The likeliest reason for a difference, and a fix. */
  readonly advice: string | null
}

/** The method behind the page, in a worker: the page only draws. */
export interface Engine extends Judge {
  /**
   * Loads a model in place of the present one, which stays if loading fails. Buffers of its files are transferred.
   *
   * @throws `code` and `message` of the backend's PamiError
   */
  load(request: ModelRequest): Promise<ModelFacts>
  /** Closes the model, so that the browser gets its memory back. The scores of the sweep stay. */
  rest(): Promise<void>
  /**
   * Opens the model of the latest {@link load} again after {@link rest}.
   *
   * @throws as {@link load}
   */
  wake(request: ModelRequest): Promise<void>
  /** Takes the image to explain, in place of the former one. `name` is the name of its file, for the manifest. */
  setImage(image: Picture, name: string): Promise<void>
  /** Predicts the classes of the image. Discards the sweep. */
  predict(settings: Settings): Promise<Prediction>
  /** Returns the image and the baseline as the model saw them in the latest prediction. */
  preview(): Promise<Preview>
  /**
   * Describes the open model by other files beside it.
   *
   * @throws as {@link load}; the former description stays
   */
  learn(beside: Beside): Promise<{
    readonly facts: ModelFacts
    /** The present findings of the image; `null` without an image. */
    readonly findings: readonly Finding[] | null
    /** Whether the model has to see the image again: new class names do not change the map. */
    readonly isStale: boolean
  }>
  /**
   * Returns what the model says of the image with each change of the settings, in few passes; `null` for a change that does
   * not fit the model. Neither the prediction nor the sweep changes.
   *
   * @throws `ABORTED` if {@link stop} is called meanwhile
   */
  tryChanges(settings: Settings, changes: readonly Partial<Settings>[]): Promise<readonly (Outcome | null)[]>
  /**
   * Runs a sweep. Resolves at its end, or when it is stopped.
   *
   * @param tell called 3 to 10 times a second, less often if drawing is slow; not called again before its promise resolves
   */
  explain(
    settings: Settings,
    selection: { readonly target: number; readonly versus: number | null },
    tell: (snapshot: Snapshot) => unknown,
  ): Promise<void>
  pause(): void
  resume(): void
  /** Ends the sweep, whose map stays valid, or the trial of changes. */
  stop(): void
  /** Chooses the layers that come with each map from now on. Default: none. */
  show(layers: readonly LayerName[]): void
  /** Returns the map of another class or contrast of the same sweep, which reports it from now on. No forward pass. */
  read(selection: { readonly target: number; readonly versus: number | null }): Promise<MapView>
  /** Returns the maps of several classes of the same sweep, in their order. No forward pass. */
  readAll(targets: readonly number[]): Promise<readonly MapView[]>
  /** Returns the parts that cover a unit, highest score first. No forward pass. */
  partsAt(unit: number, target: number): Promise<readonly PartScore[]>
  /** Returns the model's score of one part, shown alone. */
  probe(part: Int32Array, target: number): Promise<number>
  /** Returns the explanation as the bytes of a `.npz` file, with the scores of all parts. */
  save(): Promise<Uint8Array>
  /** Returns the manifest of the explanation. */
  manifest(): Promise<Manifest>
  /** Recomputes the maps of a manifest with the present model and image, and compares them. */
  verify(manifest: Manifest): Promise<Verdict>
  /** Returns the number of forward passes since the worker started. */
  passes(): Promise<number>
  dispose(): Promise<void>
}

/** The engine of a worker. */
export interface EngineWorker extends Engine {
  /** Returns the compiled runtime, for the next worker; `null` for models that do not run on onnxruntime-web with wasm. */
  runtime(): Promise<WebAssembly.Module | null>
}

/** An error of a worker. */
export interface EngineError {
  readonly code: string
  readonly message: string
}
