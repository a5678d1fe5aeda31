type Binary = `tfjs-backend-wasm${"" | "-simd" | "-threaded-simd"}.wasm`

/** Address of the folder with the .wasm files, or of each file by its name. */
export type WasmPaths = string | Readonly<Record<Binary, string>>
