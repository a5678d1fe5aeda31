import type { ModelFacts } from "../../engine/contract.ts"

/** What is to be said of where a model runs: threads on the processor, the self-test elsewhere. */
export function deviceNote(
  { backend, findings }: Pick<ModelFacts, "backend" | "findings">,
  isolated: boolean,
): string {
  if (findings.some(({ code }) => code === "DEVICE_REPLACED")) return "failed its self-test elsewhere"
  // This runtime compares every accelerator's answers with those of wasm before it is used.
  if (/^onnxruntime-web:(webgpu|webnn)/.test(backend)) return "self-test passed"
  if (!backend.endsWith(":wasm")) return ""
  return isolated ? "several threads" : "one thread"
}
