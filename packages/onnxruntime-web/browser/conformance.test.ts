import { conformance } from "@pami/conformance"
import { describe, test } from "vitest"
import { available, onnxruntimeWeb } from "../src/index.ts"
import { digests } from "../test/maps.ts"

// Node tells at once how much memory is used, a browser after half a minute.
const memory = { memory: "checked in Node" }

describe("wasm", () => {
  conformance(test, () => ({ ...onnxruntimeWeb(), exemptions: memory }), { digests })
})

// Simulated by the processor, WebGPU takes ten seconds for a map.
const why = "checked on wasm; here the map of sliding-window-corrected is"
const exemptions = {
  ...memory,
  "maps/scenes/pre-segmentation-corrected": why,
  "maps/scenes/sliding-window-authors": why,
  "maps/scenes/pre-segmentation-authors": why,
}

const webgpu = await available("webgpu")
if (!webgpu.usable) console.error(`\n*** the suite is skipped on WebGPU: ${webgpu.reason} ***\n`)

describe.runIf(webgpu.usable)("WebGPU", () => {
  conformance(test, () => ({ ...onnxruntimeWeb({ device: "webgpu" }), exemptions }))
})
