// A program that loads models on WebGPU, and prints what became of each as a line of JSON.
import { isPamiError } from "@pami/core"
import { decode, random } from "@pami/core/tensor"
import { convolutions, onnxModel } from "@pami/test-models"
import { onnxruntimeNode } from "../src/index.ts"
import { noise } from "./pictures.ts"

const weight = random(5)
// Wrong in 1.30 on a simulated GPU: https://github.com/microsoft/onnxruntime/issues/29651
const sixChannels = onnxModel({
  inputs: [{ name: "x", dtype: "float32", shape: [null, 6, 8, 8] }],
  outputs: [{ name: "y", dtype: "float32", shape: [null, 32, 8, 8] }],
  nodes: [{ op: "Conv", inputs: ["x", "w"], outputs: ["y"], attributes: { pads: { ints: [1, 1, 1, 1] } } }],
  initializers: [
    {
      name: "w",
      dtype: "float32",
      shape: [32, 6, 3, 3],
      data: Float32Array.from({ length: 32 * 6 * 9 }, () => weight() - 0.5),
    },
  ],
})
// WebGPU has no 64-bit floats.
const value = { dtype: "float64", shape: [null, 2] } as const
const doubles = onnxModel({
  inputs: [{ name: "x", ...value }],
  outputs: [{ name: "y", ...value }],
  nodes: [{ op: "Add", inputs: ["x", "x"], outputs: ["y"] }],
})
for (const [name, source] of Object.entries({
  convolutions: convolutions({ weight: random(3) }),
  sixChannels,
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
