// A program that loads models on WebGPU, and prints what became of each as a line of JSON.
import { isPamiError } from "@pami/core"
import { decode, random } from "@pami/core/tensor"
import { convolutions, onnxModel, sixChannels } from "@pami/test-models"
import { onnxruntimeNode } from "../src/index.ts"
import { noise } from "./pictures.ts"

// WebGPU has no 64-bit floats.
const value = { dtype: "float64", shape: [null, 2] } as const
const doubles = onnxModel({
  inputs: [{ name: "x", ...value }],
  outputs: [{ name: "y", ...value }],
  nodes: [{ op: "Add", inputs: ["x", "x"], outputs: ["y"] }],
})
for (const [name, source] of Object.entries({
  convolutions: convolutions({ weight: random(3) }),
  sixChannels: sixChannels({ size: 8, weight: random(5) }),
  doubles,
})) {
  try {
    const model = await onnxruntimeNode({ device: "webgpu" }).load(source)
    const { settings, findings = [] } = model
    let largest: number | undefined
    if (name === "convolutions") {
      const image = noise(4, 32)
      const processor = await onnxruntimeNode().load(source)
      const [here, there] = [await processor.run({ image }), await model.run({ image })].map(
        ({ probabilities }) => decode(probabilities),
      )
      largest = Math.max(...here.map((right, at) => Math.abs(right - there[at])))
      await processor.dispose()
    }
    console.log(
      JSON.stringify({ name, device: settings.device, findings: findings.map(({ code }) => code), largest }),
    )
    await model.dispose()
  } catch (error) {
    if (!isPamiError(error)) throw error
    console.log(JSON.stringify({ name, code: error.code, message: error.message }))
  }
}
