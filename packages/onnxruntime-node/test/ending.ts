// A program that exits while every lane is busy and has more requests.
import { random } from "@pami/core/tensor"
import { convolutions } from "@pami/test-models"
import { onnxruntimeNode } from "../src/index.ts"
import { noise } from "./pictures.ts"

const size = 256
const model = await onnxruntimeNode({ threads: 2 }).load(convolutions({ weight: random(3), size }))
const image = noise(16, size)
await Promise.race(Array.from({ length: 12 }, () => model.run({ image })))
console.log("ending")
process.exit(7)
