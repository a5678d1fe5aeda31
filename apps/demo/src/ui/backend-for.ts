import type { BackendName } from "../engine/contract.ts"
import { backend } from "./state.ts"

/** Returns the chosen backend, or `auto` where it does not read models of a format; `null` for the bundled model. */
export function backendFor(format: "onnx" | "tfjs" | null): BackendName {
  const unread = format === "onnx" ? "tfjs:" : "onnxruntime-web:"
  return format !== null && backend.value.startsWith(unread) ? "auto" : backend.value
}
