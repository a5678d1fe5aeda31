import type { PlatformUrl, PlatformWasmModule } from "@pami/core"

/**
 * Fetches and compiles onnxruntime's own file for wasm, of 14 MB, in a browser: for the option `compiled` of
 * `onnxruntimeWeb`. What comes of it can be posted to workers. It may begin before the worker that loads the model is
 * there, which then starts sooner.
 *
 * @param address of `ort-wasm-simd-threaded.wasm`. Default: where the bundler put it
 * @throws TypeError or WebAssembly.CompileError when it is not there
 */
export async function compileRuntime(
  address: string | PlatformUrl = new URL("onnxruntime-web/ort-wasm-simd-threaded.wasm", import.meta.url),
): Promise<PlatformWasmModule> {
  const response = await fetch(address)
  const type = response.headers.get("Content-Type") ?? ""
  // While it comes, where the host says what it is, as not all do.
  if (type.startsWith("application/wasm")) return WebAssembly.compileStreaming(response)
  return WebAssembly.compile(await response.arrayBuffer())
}
