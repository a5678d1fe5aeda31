import type { Env } from "onnxruntime-web"

/**
 * Notes what the runtime's file is compiled to, for other lanes: to fetch it again takes longer than all else.
 *
 * @returns gives it, `undefined` where the runtime was compiled in another way
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

/** Has the runtime start from what another lane has compiled. It takes bytes only, so that is put in their place. */
export function useCompiled(env: Env, compiled: WebAssembly.Module): void {
  const { instantiate } = WebAssembly
  const placeholder = new ArrayBuffer(8)
  env.wasm.wasmBinary = placeholder
  WebAssembly.instantiate = (async (_: unknown, imports?: WebAssembly.Imports) => ({
    module: compiled,
    instance: await instantiate(compiled, imports),
  })) as typeof instantiate
}
