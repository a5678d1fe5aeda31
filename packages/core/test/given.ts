import { explain, manifest } from "../src/index.ts"
import { functionModel, plainInput } from "./fixtures.ts"

// The examples in doc comments take these for granted: an input of 16 x 16 units, with a label for each, and a model of two
// classes, the first of which sees a bright square.
const units = [16, 16]

export const original = Float32Array.from({ length: 256 }, (_, unit) =>
  Math.max(Math.abs((unit % 16) - 4), Math.abs(Math.floor(unit / 16) - 9)) < 2 ? 1 : 0.1,
)
export const labels = Int32Array.from(original, Math.round)
export const input = plainInput(units, original)
export const model = functionModel(units, (item) => {
  const bright = item.reduce((sum, value) => sum + (value === 1 ? 0.1 : 0), 0)
  return [bright, 1 - bright]
})
export const explanation = await explain({ model, input })
export const text = JSON.stringify(manifest(explanation))
