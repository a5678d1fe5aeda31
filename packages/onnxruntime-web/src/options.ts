import type { PlatformWasmModule } from "@pami/core"
import { checkCount, checkOptimization, type Optimization } from "@pami/onnxruntime-common"
import { type Device, devices } from "./devices.ts"

/** Options of `onnxruntimeWeb`. */
export interface OnnxruntimeWebOptions {
  /**
   * What models run on. Default `"wasm"`: the processor, the same bits everywhere. `"auto"` is WebGPU where there is
   * a graphics card for it, else wasm. Whichever it was is in the model's settings.
   */
  readonly device?: Device | "auto"
  /**
   * Threads that runs on wasm use, all together, 1 to 64. They change the speed, not one bit of the outputs. Where the
   * page is not isolated from other origins, there are at most four, and one for a model of over 64 MiB. In Node, and
   * where workers do not start, the first model that is loaded settles them. Default: one for each logical processor, at
   * most 8.
   */
  readonly threads?: number
  /**
   * How far onnxruntime rewrites the graph before it runs. Changes speed, and the last bits of the outputs, so it
   * is part of the settings. Default `"all"`.
   */
  readonly optimization?: Optimization
  /** Where onnxruntime's own files are. Default: where the bundler put them, else next to onnxruntime's module. */
  readonly wasmPaths?: WasmPaths
  /**
   * Gives what onnxruntime's own file for wasm is compiled to, for the workers that models run in: whoever keeps a
   * `compileRuntime()`, as a page that opens each model in another worker, has it fetched and compiled once. Where it
   * rejects, the file is fetched as ever. Default: it is compiled anew when no worker has it any more.
   */
  readonly compiled?: () => Promise<PlatformWasmModule>
  /**
   * Lengths of free axes, by the names that the model gives them, as WebNN needs them all. Default: they stay free;
   * for WebNN, a batch of 8.
   */
  readonly dimensions?: Readonly<Record<string, number>>
  /**
   * Runs after which a session makes room for a fresh one. Default 400 for WebGPU, on which some browsers are known
   * to crash after about 500; `Infinity` for the others.
   */
  readonly runsPerSession?: number
}

/**
 * Address of the folder, ending in a slash, with `ort-wasm-simd-threaded.wasm` and `.mjs` (for WebGPU and WebNN
 * `ort-wasm-simd-threaded.asyncify.wasm` and `.mjs`), or the addresses of the two files, each with a default.
 */
export type WasmPaths = string | { readonly wasm?: string; readonly mjs?: string }

/** The same places as addresses that are whole: to a worker, others would be relative to its own file. */
export function absolute(paths: WasmPaths): WasmPaths {
  const page = globalThis.location?.href
  const whole = (path: string) => (URL.canParse(path, page) ? new URL(path, page).href : path)
  if (typeof paths === "string") return whole(paths)
  return Object.fromEntries(Object.entries(paths).map(([file, path]) => [file, whole(path)]))
}

// Each is a worker that starts at once, with memory for its stack.
const mostThreads = 64

/**
 * @throws RangeError on options outside their range
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
