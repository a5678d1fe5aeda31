// A program that prints errors of models, and shows what the runtime writes to stderr.
import { bakedBatch, brightness, onnxModel, unsupportedOperator } from "@pami/test-models"
import { onnxruntimeNode } from "../src/index.ts"
import { plain } from "./pictures.ts"

const value = { dtype: "float32", shape: [null] } as const
const future = onnxModel({
  inputs: [{ name: "x", ...value }],
  outputs: [{ name: "y", ...value }],
  nodes: [{ op: "Identity", inputs: ["x"], outputs: ["y"] }],
  opset: 99,
})
const implicit = onnxModel({
  inputs: [{ name: "x", ...value }],
  outputs: [{ name: "y", ...value }],
  nodes: [{ op: "Dream", inputs: ["x"], outputs: ["y"] }],
})

const backend = onnxruntimeNode()
const attempts = [
  () => backend.load(unsupportedOperator()),
  () => backend.load(future),
  () => backend.load(implicit),
  () => backend.load(brightness().fill(255, 60, 90)),
  async () => (await backend.load(bakedBatch())).run({ image: plain([1, 0, 0], [0, 1, 0]) }),
]
const errors: object[] = []
for (const attempt of attempts) {
  try {
    await attempt()
  } catch (error) {
    const { code, message } = error as Error & { code: string }
    errors.push({ code, message })
  }
}
console.log(JSON.stringify(errors))
