import type { BackendPackage } from "@pami/core"
import { onnxruntimeNode } from "./backend.ts"
import { available } from "./runtime.ts"

export { onnxruntimeNode, type OnnxruntimeNodeOptions } from "./backend.ts"
export { available } from "./runtime.ts"

/** This backend as a package, which programs find by name. */
export default {
  name: "onnxruntime-node",
  devices: ["cpu"],
  available,
  create({ device = "cpu", threads } = {}) {
    if (device !== "cpu") throw new RangeError(`onnxruntime-node runs on "cpu", not on "${device}"`)
    return onnxruntimeNode(threads === undefined ? {} : { threads })
  },
} satisfies BackendPackage
