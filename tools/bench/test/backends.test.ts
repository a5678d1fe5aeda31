import { fileURLToPath } from "node:url"
import { sizeOf } from "@pami/core/tensor"
import { models } from "@pami/zoo"
import { expect, test } from "vitest"
import { entrants } from "../src/backends/entrants.ts"

const files = [models.scenes.onnx, models.scenes.tfjs["model.json"]].map((url) => fileURLToPath(url))

// One of each runtime; plain JavaScript would take long.
test.each(["onnxruntime-node:cpu", "onnxruntime-web:wasm", "tfjs:wasm"])(
  "%s runs a batch of the zoo's model with the backend and without, and frees both",
  async (name) => {
    const { package: own, device, reads, load } = entrants.get(name)!
    expect(own.devices).toContain(device)
    const { model, bare, dispose } = await load(own.create({ device, threads: 1 }), files.find(reads)!, 1)
    const [{ name: input, shape }] = model.inputs
    const batch = [2, ...(shape.slice(1) as number[])]
    const data = new Float32Array(sizeOf(batch))
    await model.run({ [input]: { dtype: "float32", shape: batch, data } })
    const held = model.held?.()
    await bare({ name: input, shape: batch, data })
    expect(model.held?.()).toBe(held)
    await expect(bare({ name: input, shape: [2, 1], data: data.subarray(0, 2) })).rejects.toThrow()
    await dispose()
    await expect(model.run({ [input]: { dtype: "float32", shape: batch, data } })).rejects.toThrow(
      "disposed of",
    )
  },
)
