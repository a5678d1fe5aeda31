import type { Activation, Finding, Manifest, Scale } from "@pami/core"
import type { Geometry, Picture, PresetName } from "@pami/image"
import type { Recipe, TextFile } from "@pami/recipe"

/** Where a model runs: as on the command line, with `auto` for the fastest that works here. */
export type BackendName =
  | "auto"
  | "onnxruntime-web:wasm"
  | "onnxruntime-web:webgpu"
  | "tfjs:wasm"
  | "tfjs:webgl"
  | "tfjs:webgpu"
  | "tfjs:cpu"

/** A model as a person brings it. */
export interface ModelRequest {
  /** For people: the name of the file. */
  readonly name: string
  /** `zoo` for the bundled model; else files by name. */
  readonly source: "zoo" | Uint8Array | Readonly<Record<string, Uint8Array>>
  readonly backend: BackendName
  /** Of onnxruntime-web on wasm, compiled already: what {@link EngineWorker.runtime} gave. Default: it is fetched. */
  readonly runtime?: WebAssembly.Module | null
  /** What says more of the model than its own files. */
  readonly beside?: Beside
}

/** Small files that came with a model, or after it. */
export interface Beside {
  /** Path of the model's file in the folder that was opened. */
  readonly file: string
  /** By their path there: what is found in them is a hint. */
  readonly near: Readonly<Record<string, Uint8Array>>
  /** Labels that the visitor has named: a mistake in them is an error. */
  readonly labels?: TextFile
  /** As `labels`: preprocessing. */
  readonly preprocessor?: TextFile
}

/** A loaded model, as the page shows it. */
export interface ModelFacts {
  readonly name: string
  /** With the device that it took: `onnxruntime-web:wasm`. */
  readonly backend: string
  readonly digest: string
  /** Declared inputs and outputs, as text: `image float32 [N, 3, 224, 224]`. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly outputNames: readonly string[]
  readonly labels: readonly string[] | null
  readonly findings: readonly Finding[]
  /** Runs that the model likes to have under way at once: two for each thread that works alone. */
  readonly runsAtOnce: number
}

/** Everything that decides a map but the model, the image and the classes. Plain data: goes into links and manifests. */
export interface Settings {
  readonly strategy: "pre-segmentation" | "sliding-window" | "grid"
  readonly mask: "blur" | "black" | "white" | "mean" | "noise"
  readonly mode: "corrected" | "authors"
  readonly quality: "fast" | "balanced" | "best"
  readonly passes: number | null
  readonly activation: "auto" | Activation
  readonly preset: PresetName | null
  readonly layout: "nchw" | "nhwc" | null
  /** Name of the output that holds the classes; `null` for the only one that fits. */
  readonly output: string | null
  readonly seed: number
}

/** A class in the prediction. */
export interface ClassScore {
  readonly class: number
  readonly score: number
}

/** The model's prediction for the image, before any map: the result of the preflight. */
export interface Prediction {
  /** Highest score first. */
  readonly classes: readonly ClassScore[]
  /** Unit and range of the scores. */
  readonly scale: Scale
  readonly findings: readonly Finding[]
  /** Everything that decides the map, except the explained classes. */
  readonly recipe: Recipe
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

/** The top class of the image under one preset. */
export interface Trial extends ClassScore {
  readonly preset: PresetName
}

/** A sweep on its way, or at its end. */
export interface Snapshot {
  readonly passes: number
  readonly total: number | null
  /** Of the work, 0 to 1. */
  readonly share: number
  readonly passesPerSecond: number
  readonly secondsLeft: number | null
  readonly done: boolean
  /** Promised distance from the full run's map, a share of its range. */
  readonly distanceToFull: number | null
  /** What the sweep's own preflight found, at the size of its batches, and the look did not. */
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
}

/** A part that covers a unit, and what it scored. */
export interface PartScore {
  readonly partition: string
  /** Runs of the part, in units of the model's input. */
  readonly part: Int32Array
  readonly score: number
}

/** Outcome of a manifest's check. */
export interface Verdict {
  /** `same`: to the last bit; `close`: made on another runtime, and every number lies within the tolerance. */
  readonly outcome: "same" | "close" | "different"
  /** `skipped`: cannot be compared between runtimes. */
  readonly checks: readonly {
    readonly what: string
    readonly result: "same" | "close" | "different" | "skipped"
  }[]
  /** Of a manifest made on another runtime. */
  readonly runtimes: {
    readonly recorded: string
    readonly here: string
    /** Largest difference of two numbers that should be the same. */
    readonly largest: number
    /** Up to which difference they count as the same. */
    readonly tolerance: number
  } | null
  /** Where something differs: what the likeliest reason is, and what to do. */
  readonly advice: string | null
}

/** The whole method behind the page, in a worker: the page only draws. */
export interface Engine {
  /**
   * Loads a model in place of the former, which stays where it fails. Buffers of its files are handed over.
   *
   * @throws what the backend says, as a PamiError's code and message
   */
  load(request: ModelRequest): Promise<ModelFacts>
  /** Takes the image to explain, and forgets what was known of the former one. `name` is its file's, for the manifest. */
  setImage(image: Picture, name: string): Promise<void>
  /** Predicts the classes of the image. What was swept before is gone. */
  predict(settings: Settings): Promise<Prediction>
  /** Returns the image and the baseline as the model saw them in the latest prediction. */
  preview(): Promise<Preview>
  /**
   * Learns from other files beside the model that is open.
   *
   * @throws as {@link load}; what was known before stays
   */
  learn(beside: Beside): Promise<{
    readonly facts: ModelFacts
    /** What is found of the image now; `null` where no image was shown. */
    readonly findings: readonly Finding[] | null
    /** Whether the model has to see the image again: other names of its classes change nothing of the map. */
    readonly isStale: boolean
  }>
  /**
   * Shows the model the image as each preset prepares it: one pass each. Leaves out what cannot be fed.
   *
   * @throws `ABORTED` where {@link stop} is called meanwhile
   */
  tryPresets(): Promise<readonly Trial[]>
  /**
   * Sweeps from the start. Resolves at the end, or when stopped.
   *
   * @param tell called 3 to 10 times a second, less often where showing takes long; not again before what it returns
   *   has resolved
   */
  explain(
    settings: Settings,
    selection: { readonly target: number; readonly versus: number | null },
    tell: (snapshot: Snapshot) => unknown,
  ): Promise<void>
  pause(): void
  resume(): void
  /** Ends the sweep, whose map stays valid, or the trial of presets. */
  stop(): void
  /** Chooses the layers that maps come with from now on, besides the map itself. None at the start. */
  show(layers: readonly LayerName[]): void
  /** Returns the map of another class or contrast of the same sweep, which reports it from now on. No forward pass. */
  read(selection: { readonly target: number; readonly versus: number | null }): Promise<MapView>
  /** Parts that cover a unit, highest score first. No forward pass. */
  partsAt(unit: number, target: number): Promise<readonly PartScore[]>
  /** Returns the model's score of one part, shown alone. */
  probe(part: Int32Array, target: number): Promise<number>
  /** The manifest of what was explained. */
  manifest(): Promise<Manifest>
  /** Computes a manifest's maps again with the present model and image, and compares. */
  verify(manifest: Manifest): Promise<Verdict>
  /** Forward passes since the worker began: so that a test can see that a class switch costs none. */
  passes(): Promise<number>
  dispose(): Promise<void>
}

/** An engine as the page's worker has it. */
export interface EngineWorker extends Engine {
  /** The runtime that the model was opened with, for the next worker; `null` where it was not one of onnxruntime-web on wasm. */
  runtime(): Promise<WebAssembly.Module | null>
}

/** An error as it comes out of the worker. */
export interface EngineError {
  readonly code: string
  readonly message: string
}
