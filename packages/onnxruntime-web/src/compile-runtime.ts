import type { PlatformUrl } from "@pami/core/tensor"
import type { PlatformResponse, PlatformWasmModule } from "./platform.ts"

/**
 * Fetches and compiles onnxruntime's `.wasm` file of 14 MB, in a browser: for the option `compiled` of `onnxruntimeWeb`. The
 * module can be posted to workers. Call it before the worker that loads the model starts, to load the model sooner.
 *
 * @param address of `ort-wasm-simd-threaded.wasm`. Default: where the bundler put it
 * @param fetchFile fetches it, such as to count its bytes. Default: `fetch`
 * @throws TypeError or WebAssembly.CompileError when the file is not there
 */
export async function compileRuntime(
  address: string | PlatformUrl = new URL("onnxruntime-web/ort-wasm-simd-threaded.wasm", import.meta.url),
  fetchFile: (address: string | PlatformUrl) => Promise<PlatformResponse> = fetch,
): Promise<PlatformWasmModule> {
  const response = await fetchFile(address)
  const type = response.headers.get("Content-Type") ?? ""
  // Compiles while it downloads, which needs the content type; not all hosts send it.
  if (type.startsWith("application/wasm")) return WebAssembly.compileStreaming(response)
  return WebAssembly.compile(await response.arrayBuffer())
}
