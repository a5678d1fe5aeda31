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

/** How programs find this backend by its name. */
export default {
  name: "onnxruntime-web",
  devices,
  available,
  // An unknown device is refused there.
  create: (options = {}) => onnxruntimeWeb(options as OnnxruntimeWebOptions),
} satisfies BackendPackage
