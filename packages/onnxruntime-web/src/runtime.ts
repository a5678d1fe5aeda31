import { nodeModule } from "@pami/backend-kit"
import { PamiError } from "@pami/core"
import { plainWords } from "@pami/onnxruntime-common"
import type { Env, InferenceSessionFactory, TensorConstructor } from "onnxruntime-web"
import type { Device } from "./devices.ts"
import { exclusively } from "./exclusively.ts"
import type { OnnxruntimeWebOptions } from "./options.ts"
import { defaultThreads, largestThreads } from "./threads.ts"

/** The parts of the module onnxruntime-web that are used here. */
export interface Runtime {
  readonly env: Env
  readonly InferenceSession: InferenceSessionFactory
  readonly Tensor: TensorConstructor
}

/** Options that are fixed when the runtime starts. */
export type Start = Pick<OnnxruntimeWebOptions, "threads" | "wasmPaths">

// Two builds of one runtime: the one for GPUs and other accelerators is twice as large.
const builds = {
  wasm: () => import("#wasm"),
  webgpu: () => import("onnxruntime-web/webgpu"),
} as const

type Build = keyof typeof builds

interface Started {
  readonly threads: number
  readonly wasmPaths: Start["wasmPaths"]
  readonly runtime: Promise<Runtime>
}

const started = new Map<Build, Started>()

// y = -x, the smallest model.
const tiny =
  "CAgSBHBhbWk6PwoUCgF4EgF5GgVOZWdfMCIDTmVnOgASBW1vZGVsWg8KAXgSCgoICAESBAoCCAFiDwoBeRIKCggIARIECgIIAUIECgAQEQ=="

/**
 * Returns the runtime with `device`, and starts it on the first call. It starts once in a page, worker or process, with the
 * threads and files of the first call; later calls that name none use those.
 *
 * @param prepare changes the runtime's settings before it starts
 * @throws PamiError `BACKEND_UNAVAILABLE` when it does not start, or has started with other threads or files
 */
export function startRuntime(
  device: Device,
  start: Start,
  prepare?: (env: Env) => Promise<void>,
): Promise<Runtime> {
  const build = device === "wasm" ? "wasm" : "webgpu"
  const earlier = started.get(build)
  const threads = Math.min(start.threads ?? earlier?.threads ?? defaultThreads(), largestThreads())
  if (earlier === undefined) {
    const { wasmPaths } = start
    const runtime = exclusively(() => begin(build, threads, wasmPaths, prepare))
    started.set(build, { threads, wasmPaths, runtime })
    return runtime
  }
  const wasmPaths = start.wasmPaths ?? earlier.wasmPaths
  const samePaths = JSON.stringify(wasmPaths) === JSON.stringify(earlier.wasmPaths)
  if (threads === earlier.threads && samePaths) return earlier.runtime
  const what = samePaths ? `with ${earlier.threads} threads` : "with other wasmPaths"
  const fix = "give all backends of a page or process the same, or load the model in another worker"
  const message = `onnxruntime-web has started ${what} before, and starts only once: ${fix}`
  return Promise.reject(new PamiError("BACKEND_UNAVAILABLE", message))
}

async function begin(
  build: Build,
  threads: number,
  wasmPaths: Start["wasmPaths"],
  prepare?: (env: Env) => Promise<void>,
): Promise<Runtime> {
  try {
    const runtime = await builds[build]()
    // Errors are thrown; the log on the console would repeat them.
    runtime.env.logLevel = "fatal"
    runtime.env.wasm.numThreads = threads
    runtime.env.wasm.proxy = false
    if (wasmPaths !== undefined) runtime.env.wasm.wasmPaths = wasmPaths
    await prepare?.(runtime.env)
    await probe(runtime, "wasm")
    return runtime
  } catch (cause) {
    const fix =
      nodeModule("node:path") === undefined
        ? "see that its .wasm file is served, from this page's origin or with CORS headers, and give its place as wasmPaths"
        : "let a bundler for Node leave it where it is (esbuild: --external:@pami/onnxruntime-web, Next.js: serverExternalPackages), or give the place of its .wasm file as wasmPaths"
    const message = `onnxruntime-web does not start (${plainWords(cause)}): ${fix}`
    throw new PamiError("BACKEND_UNAVAILABLE", message, { cause })
  }
}

/** Loads the smallest model, to test whether any can be loaded. */
export async function probe(runtime: Runtime, device: Device): Promise<void> {
  const bytes = Uint8Array.from(atob(tiny), (character) => character.charCodeAt(0))
  const session = await runtime.InferenceSession.create(bytes, { executionProviders: [device] })
  await session.release()
}

/** Returns the version of the runtime: `"1.30.0"`. */
export function versionOf(runtime: Runtime): string {
  return runtime.env.versions.web ?? runtime.env.versions.common
}
