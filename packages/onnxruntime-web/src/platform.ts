/** The platform's `WebAssembly.Module`; where its types are not loaded, any object. */
export type PlatformWasmModule = typeof globalThis extends {
  WebAssembly: { Module: { prototype: infer Module } }
}
  ? Module
  : object

/** The platform's `Response`; where its types are not loaded, any object. */
export type PlatformResponse = typeof globalThis extends { Response: { prototype: infer Answer } }
  ? Answer
  : object
