import type { BackendPackage } from "@pami/core"
import { available } from "./available.ts"
import { onnxruntimeNode, type OnnxruntimeNodeOptions } from "./backend.ts"
import { devices } from "./devices/devices.ts"

export { available } from "./available.ts"
export { onnxruntimeNode, type OnnxruntimeNodeOptions } from "./backend.ts"
export type { Device } from "./devices/devices.ts"

/** This backend as a package, which programs find by name. */
export default {
  name: "onnxruntime-node",
  devices,
  available,
  // It throws on an unknown device.
  create: (options = {}) => onnxruntimeNode(options as OnnxruntimeNodeOptions),
} satisfies BackendPackage
