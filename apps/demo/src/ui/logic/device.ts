import type { ModelFacts } from "../../engine/contract.ts"

/** What is to be said of where a model runs: threads on the processor, the self-test elsewhere. */
export function deviceNote(
  { backend, findings, runsAtOnce }: Pick<ModelFacts, "backend" | "findings" | "runsAtOnce">,
  isolated: boolean,
): string {
  if (findings.some(({ code }) => code === "DEVICE_REPLACED")) return "failed its self-test elsewhere"
  // This runtime compares every accelerator's answers with those of wasm before it is used.
  if (/^onnxruntime-web:(webgpu|webnn)/.test(backend)) return "self-test passed"
  if (!backend.endsWith(":wasm")) return ""
  // Threads share memory in isolated pages only; those that work alone share none.
  return isolated || runsAtOnce > 2 ? "several threads" : "one thread"
}
