import type * as Wasm from "@tensorflow/tfjs-backend-wasm"
import { isNode } from "./device.ts"
import { type Engine, enter, javascriptEngine } from "./engine.ts"
import type { WasmPaths } from "./wasm-paths.ts"

/** Most threads of WebAssembly: each is a worker with memory for its stack. */
export const mostWasmThreads = 64

/**
 * Starts WebAssembly, once for each number of threads.
 *
 * @throws Error when a .wasm file or the threads do not load
 */
export async function startWasm(wanted = 1, paths = defaultPaths()): Promise<Engine> {
  const threads = Math.min(wanted, mostWasmThreads)
  const javascript = await javascriptEngine()
  const { core } = javascript
  const wasm = await import("@tensorflow/tfjs-backend-wasm")
  const threaded = threads > 1 && globalThis.crossOriginIsolated === true
  const backend = threaded ? `wasm-${threads}` : "wasm"
  // None of these affects a started device.
  core.env().set("WASM_HAS_MULTITHREAD_SUPPORT", threaded)
  wasm.setThreadsCount(threads)
  if (paths !== undefined) setPaths(wasm, paths)
  if (core.findBackendFactory(backend) === null) {
    core.registerBackend(backend, core.findBackendFactory("wasm"))
    core.copyRegisteredKernels("wasm", backend)
  }
  const entered = enter({ core, backend }).catch((cause) => {
    const where = paths === undefined ? "the installed package" : JSON.stringify(paths)
    throw new Error(`its .wasm files do not load from ${where}; give their address as wasmPaths`, { cause })
  })
  await (threaded ? unlessWorkersFail(entered) : entered)
  const simd = (await core.env().getAsync("WASM_HAS_SIMD_SUPPORT")) as boolean
  return { ...javascript, device: "wasm", backend, settings: { simd }, batch: 8, constantBatch: false }
}

function setPaths(wasm: Pick<typeof Wasm, "setWasmPaths">, paths: WasmPaths): void {
  const folder = typeof paths === "string" && !paths.endsWith("/") ? `${paths}/` : paths
  try {
    wasm.setWasmPaths(typeof folder === "string" ? folder : { ...folder })
  } catch (cause) {
    // TensorFlow.js takes no other paths after a failure.
    throw new Error("its .wasm files were not found before: load the page again with other wasmPaths", {
      cause,
    })
  }
}

/** TensorFlow.js waits for its workers forever; but an error in them is an error event of the page too. */
async function unlessWorkersFail(started: Promise<void>): Promise<void> {
  const fix = "as where a bundler has shortened the names in the code of TensorFlow.js: use threads: 1"
  let report = (): void => {}
  const failed = new Promise<never>((_, reject) => {
    report = () => reject(new Error(`its threads do not start, ${fix}`))
  })
  globalThis.addEventListener("error", report)
  try {
    await Promise.race([started, failed])
  } finally {
    globalThis.removeEventListener("error", report)
  }
}

/**
 * Returns the addresses of the files in the installed package, or `undefined` in Node, which finds them itself. Bundlers find
 * these addresses in the code and replace them.
 */
function defaultPaths(): WasmPaths | undefined {
  if (isNode) return undefined
  return {
    "tfjs-backend-wasm.wasm": found(
      new URL("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm", import.meta.url),
    ),
    "tfjs-backend-wasm-simd.wasm": found(
      new URL("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm", import.meta.url),
    ),
    "tfjs-backend-wasm-threaded-simd.wasm": found(
      new URL("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm", import.meta.url),
    ),
  }
}

/**
 * Returns the address of a file of the package. Without a bundler, the address is below this file; then an import map may
 * have the package, or it lies next to this one, as with Vite's development server.
 */
function found({ href }: URL): string {
  const specifier = /\/dist\/(@tensorflow\/.*)$/.exec(href)?.[1]
  if (specifier === undefined) return href
  try {
    return import.meta.resolve(specifier)
  } catch {
    return href.replace("/@pami/tfjs/dist/@tensorflow/", "/@tensorflow/")
  }
}
