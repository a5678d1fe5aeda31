type Binary = `tfjs-backend-wasm${"" | "-simd" | "-threaded-simd"}.wasm`

/** Where the .wasm files are: the address of their folder, or of each by its name. */
export type WasmPaths = string | Readonly<Record<Binary, string>>
