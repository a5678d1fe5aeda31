import { explain } from "@pami/core"
import { linearModel, plainInput } from "./fixtures.ts"

// The examples in doc comments take these for granted: a model that sees the object of an image of 8 x 8 units.
const units = [8, 8]
const isObject = (unit: number) => unit % 8 < 4 && unit < 32

export const input = plainInput(units, new Float32Array(64).fill(1))
export const model = linearModel(
  units,
  Float64Array.from({ length: 64 }, (_, unit) => (isObject(unit) ? 1 / 16 : 0)),
)
export const explanation = await explain({ model, input })
