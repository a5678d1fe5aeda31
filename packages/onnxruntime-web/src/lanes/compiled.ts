import type { Env } from "onnxruntime-web"

/**
 * Keeps the runtime's compiled file for other lanes: fetching it again takes longer than everything else.
 *
 * @returns a function that returns it, or `undefined` if the runtime was compiled in another way
 */
export function noteCompiled(): () => WebAssembly.Module | undefined {
  const { instantiateStreaming } = WebAssembly
  let compiled: WebAssembly.Module | undefined
  WebAssembly.instantiateStreaming = async (...given) => {
    const result = await instantiateStreaming(...given)
    compiled = result.module
    return result
  }
  return () => compiled
}

/** Makes the runtime start from another lane's compiled file. The runtime takes only bytes; the module replaces them. */
export function useCompiled(env: Env, compiled: WebAssembly.Module): void {
  const { instantiate } = WebAssembly
  const placeholder = new ArrayBuffer(8)
  env.wasm.wasmBinary = placeholder
  WebAssembly.instantiate = (async (_: unknown, imports?: WebAssembly.Imports) => ({
    module: compiled,
    instance: await instantiate(compiled, imports),
  })) as typeof instantiate
}
