import { conformance } from "@pami/conformance"
import { describe, test } from "vitest"
import { available, tfjs } from "../src/index.ts"

// Node tells at once how much memory is used, a browser after half a minute.
const memory = { memory: "checked in Node; what a device holds is counted by tensors-held" }
// Imitated by the processor, WebGPU takes ten seconds for a map.
const why = "checked on WebGL; here the map of sliding-window-corrected is"
const maps = {
  "maps/scenes/pre-segmentation-corrected": why,
  "maps/scenes/sliding-window-authors": why,
  "maps/scenes/pre-segmentation-authors": why,
}

for (const [device, exemptions] of [
  ["wasm", memory],
  ["webgl", memory],
  ["webgpu", { ...memory, ...maps }],
] as const) {
  const there = await available(device)
  if (!there.usable) console.warn(`\n*** the suite is skipped on ${device}: ${there.reason} ***\n`)
  describe.runIf(there.usable)(device, () => conformance(test, () => ({ ...tfjs({ device }), exemptions })))
}
