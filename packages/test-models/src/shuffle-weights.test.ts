import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { brightness } from "./colour-classifier.ts"
import { convolutions } from "./convolutions.ts"
import { Model } from "./onnx-schema.ts"
import { shuffleWeights } from "./shuffle-weights.ts"

interface Decoded {
  readonly graph: { readonly initializer: readonly { readonly name: string; readonly rawData: Uint8Array }[] }
}

const tensorsOf = (bytes: Uint8Array) =>
  (Model.decode(bytes) as unknown as Decoded).graph.initializer.map(({ name, rawData }) => ({
    name,
    values: new Float32Array(rawData.slice().buffer),
  }))

const original = convolutions({ weight: random(1) })

test("each tensor has the same weights in another order, and all else is the same", () => {
  const shuffled = shuffleWeights(original, 1)
  expect(shuffled.length).toBe(original.length)
  const [before, after] = [tensorsOf(original), tensorsOf(shuffled)]
  expect(before.length).toBeGreaterThan(2)
  for (const [at, { name, values }] of after.entries()) {
    expect(name).toBe(before[at].name)
    expect(values).not.toEqual(before[at].values)
    expect(values.toSorted()).toEqual(before[at].values.toSorted())
  }
})

test("the same seed gives the same bytes, and another seed others", () => {
  expect(shuffleWeights(original, 1)).toEqual(shuffleWeights(original, 1))
  expect(shuffleWeights(original, 1)).not.toEqual(shuffleWeights(original, 2))
})

test("a model without weights worth the name is refused", () => {
  expect(() => shuffleWeights(brightness(), 1)).toThrow(RangeError)
})
