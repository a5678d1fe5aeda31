import type { Model, Tensor } from "@pami/core"
import { random } from "@pami/core/tensor"
import { brightness, convolutions } from "@pami/test-models"
import { describe, expect, test } from "vitest"
import { onnxruntimeNode } from "./index.ts"
import { items, noise } from "../test/pictures.ts"

const count = 32
const pictures = noise(count, 32)

/** Returns the bits of the outputs for all images, in batches of `batch`. */
async function answers(model: Model, batch: number): Promise<Uint32Array> {
  const runs: number[] = []
  for (let start = 0; start < count; start += batch) {
    const image: Tensor = items(pictures, start, Math.min(count, start + batch))
    const { probabilities } = await model.run({ image })
    runs.push(...(probabilities.data as Float32Array))
  }
  return new Uint32Array(Float32Array.from(runs).buffer)
}

describe.each([
  ["colours", brightness()],
  ["a convolutional net", convolutions({ weight: random(3) })],
])("%s", (_, bytes) => {
  test("the same bits whatever the batch size and the number of threads", async () => {
    const expected = await answers(await onnxruntimeNode({ threads: 1 }).load(bytes), count)
    expect(new Set(expected).size).toBeGreaterThan(count)
    for (const threads of [1, 2]) {
      const model = await onnxruntimeNode({ threads }).load(bytes)
      for (const batch of [1, 7, 8, 32]) {
        const bits = await answers(model, batch)
        expect(bits, `batch ${batch}, ${threads} threads`).toEqual(expected)
      }
    }
  })

  test("the same bits from a model loaded again", async () => {
    const [first, second] = await Promise.all([1, 2].map(() => onnxruntimeNode().load(bytes)))
    expect(await answers(first, 8)).toEqual(await answers(second, 8))
  })
})
