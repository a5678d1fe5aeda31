import type { ModelFacts } from "../../engine/contract.ts"

/** Returns a note about the device of a model: its threads on the CPU, its self-test on a GPU. */
export function deviceNote(
  { backend, findings, runsAtOnce }: Pick<ModelFacts, "backend" | "findings" | "runsAtOnce">,
  isolated: boolean,
): string {
  if (findings.some(({ code }) => code === "DEVICE_REPLACED"))
    return backend.startsWith("tfjs") ? "fallback" : "fallback after a failed self-test"
  // This runtime compares every accelerator with wasm before it is used.
  if (/^onnxruntime-web:(webgpu|webnn)/.test(backend)) return "self-test passed"
  if (!backend.endsWith(":wasm")) return ""
  // Threads share memory in isolated pages only; those that work alone share none.
  return isolated || runsAtOnce > 2 ? "multithreaded" : "single-threaded"
}
