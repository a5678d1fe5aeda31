import { checksAll, patience, slow } from "@pami/browser-tests/slow-devices"
import { conformance } from "@pami/conformance"
import { random } from "@pami/core/tensor"
import { bakedBatch, batchCoupled, brightness, sixChannels } from "@pami/test-models"
import { describe, expect, test } from "vitest"
import { presence } from "../src/devices.ts"
import { available, onnxruntimeWeb } from "../src/index.ts"
import { cases } from "../test/bits.ts"
import { noise } from "../test/inputs.ts"

const there = await presence("webgpu")
if (!there.present) console.error(`\n*** WebGPU is not tried out: ${there.reason} ***\n`)

// One thread: Chromium waits a minute for sleeping threads before it measures memory.
const onWebgpu = onnxruntimeWeb({ device: "webgpu", threads: 1 })
const onWasm = onnxruntimeWeb()

const six = sixChannels({ size: 16, weight: random(5) })

describe.runIf(there.present)("WebGPU", () => {
  conformance(test, () => ({ ...onWebgpu, exemptions: slow }), { timeout: patience })

  test("is available", async () => {
    expect(await available("webgpu")).toEqual({ usable: true, version: "1.30.0" })
  })

  test.runIf(checksAll)("sessions that are replaced return the same outputs", async () => {
    const model = await onnxruntimeWeb({ device: "webgpu", runsPerSession: 2 }).load(brightness())
    const image = noise(2, 4)
    const runs = await Promise.all(Array.from({ length: 5 }, () => model.run({ image })))
    for (const run of runs) expect(run).toEqual(runs[0])
    await model.dispose()
    await expect(model.run({ image })).rejects.toMatchObject({ code: "MODEL_DISPOSED" })
  })

  test("a model with wrong outputs runs on wasm, with the reason as a finding", async () => {
    const model = await onWebgpu.load(six)
    if (model.findings === undefined) {
      // Another version of the runtime, or another GPU, without this error.
      expect(model.settings).toMatchObject({ device: "webgpu" })
      return
    }
    expect(model.settings).toEqual((await onWasm.load(six)).settings)
    expect(model.findings).toEqual([
      {
        code: "DEVICE_REPLACED",
        level: "warning",
        message: expect.stringMatching(
          /runs on wasm, .* on webgpu: output "y" holds -?[\d.]+ instead of -?[\d.]+ for item 0 of a batch of 3$/,
        ),
        fix: expect.stringContaining('"wasm"'),
      },
    ])
  })

  // The test at the load compares outputs for random items with those of wasm. An emulated GPU compiles each model for seconds,
  // and the models of the suite pass the same test.
  test.runIf(checksAll).each([
    ["is a convolutional net", cases[1].source],
    ["takes one item whatever it declares", bakedBatch()],
    ["couples the items of a batch", batchCoupled()],
  ])("a model that %s passes the test", async (_, source) => {
    const model = await onWebgpu.load(source)
    expect(model.settings).toMatchObject({ device: "webgpu", adapter: expect.stringMatching(/\w/) })
    expect(model.findings).toBeUndefined()
    await model.dispose()
  })
})

test("auto takes wasm when the GPU is simulated", async () => {
  const model = await onnxruntimeWeb({ device: "auto" }).load(cases[1].source)
  const real = there.present && there.software !== true
  expect(model.settings).toMatchObject({ device: real ? "webgpu" : "wasm" })
})
