// A separate entry point: bundlers for browsers find no `node:fs`.
export { withFileBytes } from "./onnx/file-bytes.ts"
