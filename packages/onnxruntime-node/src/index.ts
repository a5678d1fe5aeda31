export { onnxruntimeNode, type OnnxruntimeNodeOptions } from "./backend.ts"
export { type Availability, available } from "./runtime.ts"
