import type { BackendPackage } from "@pami/core"
import { available } from "./available.ts"
import { onnxruntimeWeb } from "./backend.ts"
import { devices } from "./devices.ts"
import type { OnnxruntimeWebOptions } from "./options.ts"

export { available } from "./available.ts"
export { onnxruntimeWeb } from "./backend.ts"
export { compileRuntime } from "./compile-runtime.ts"
export type { Device } from "./devices.ts"
export type { OnnxruntimeWebOptions, WasmPaths } from "./options.ts"
export type { PlatformWasmModule } from "./platform.ts"

/** This backend as a package, which programs find by name. */
export default {
  name: "onnxruntime-web",
  devices,
  available,
  // It throws on an unknown device.
  create: (options = {}) => onnxruntimeWeb(options as OnnxruntimeWebOptions),
} satisfies BackendPackage
