import { checkCount } from "@pami/backend-kit"
import { checkOptimization, type Optimization } from "@pami/onnxruntime-common"
import { type Device, devices } from "./devices.ts"
import type { PlatformWasmModule } from "./platform.ts"

/** Options of `onnxruntimeWeb`. */
export interface OnnxruntimeWebOptions {
  /**
   * The device that models run on. Default `"wasm"`: the processor, the same bits everywhere. `"auto"` is WebGPU if the
   * platform has a GPU for it, else wasm. The model's settings name the device in use.
   */
  readonly device?: Device | "auto"
  /**
   * Threads of all runs on wasm together, 1 to 64. They change the speed, not one bit of the outputs. A page that is not
   * isolated from other origins has at most four, and one for a model of over 64 MiB. In Node, and where workers do not
   * start, the first model fixes the number. Default: one for each logical processor, at most 8.
   */
  readonly threads?: number
  /**
   * How far onnxruntime rewrites the graph before it runs it. This changes the speed and the last bits of the outputs, so
   * it is part of the model's settings. Default `"all"`.
   */
  readonly optimization?: Optimization
  /** Address of onnxruntime's files. Default: where the bundler put them, else next to onnxruntime's module. */
  readonly wasmPaths?: WasmPaths
  /**
   * Returns onnxruntime's compiled `.wasm` file, for the workers that models run in: a page that opens each model in a new
   * worker keeps the result of `compileRuntime()`, so that the file is fetched and compiled once. If it rejects, each
   * worker fetches the file. Default: the file is compiled again once no worker has it.
   */
  readonly compiled?: () => Promise<PlatformWasmModule>
  /**
   * Lengths of free axes, by their names in the model; WebNN needs all of them. Default: axes stay free; on WebNN, a batch
   * of 8.
   */
  readonly dimensions?: Readonly<Record<string, number>>
  /**
   * Runs after which a new session replaces the old one. Default 400 on WebGPU, where some browsers crash after about 500;
   * `Infinity` on other devices.
   */
  readonly runsPerSession?: number
}

/**
 * Address of the folder, ending in a slash, with `ort-wasm-simd-threaded.wasm` and `.mjs` (for WebGPU and WebNN
 * `ort-wasm-simd-threaded.asyncify.wasm` and `.mjs`), or the addresses of the two files, each with a default.
 */
export type WasmPaths = string | { readonly wasm?: string; readonly mjs?: string }

/** Returns absolute addresses: a worker would resolve relative ones against its own file. */
export function absolute(paths: WasmPaths): WasmPaths {
  const page = globalThis.location?.href
  const whole = (path: string) => (URL.canParse(path, page) ? new URL(path, page).href : path)
  if (typeof paths === "string") return whole(paths)
  return Object.fromEntries(Object.entries(paths).map(([file, path]) => [file, whole(path)]))
}

// Each thread is a worker with memory for its stack.
const mostThreads = 64

/**
 * Checks the options of `onnxruntimeWeb`.
 *
 * @throws RangeError on options out of range
 */
export function checkOptions(options: OnnxruntimeWebOptions): void {
  const { device = "auto", optimization = "all", threads, runsPerSession, dimensions = {} } = options
  if (device !== "auto" && !devices.includes(device)) {
    throw new RangeError(`device must be one of auto, ${devices.join(", ")}, got "${device}"`)
  }
  checkOptimization(optimization)
  if (threads !== undefined) checkCount("threads", threads, mostThreads)
  if (runsPerSession !== undefined && runsPerSession !== Infinity)
    checkCount("runsPerSession", runsPerSession)
  for (const [axis, length] of Object.entries(dimensions)) checkCount(`dimension "${axis}"`, length)
}
