import { random } from "@pami/core/tensor"
import { brightness, convolutions, onnxModel } from "@pami/test-models"
import { expect, test } from "vitest"
import { arrayBytes, firstOf, messagesOf, text } from "./protobuf.ts"
import { inGraph, inModel, inTensor } from "./schema.ts"
import { shuffleWeights } from "./shuffle-weights.ts"

/** The names and the numbers of the weights of a file. */
function tensorsOf(file: Uint8Array): { readonly name: string; readonly values: Float32Array }[] {
  const bytes = arrayBytes(file)
  const whole = { number: 0, wireType: 2, start: 0, end: file.length }
  const graph = firstOf(bytes, whole, inModel.graph)!
  return [...messagesOf(bytes, graph, inGraph.initializer)].map((tensor) => {
    const { start, end } = firstOf(bytes, tensor, inTensor.rawData)!
    const name = text(bytes, firstOf(bytes, tensor, inTensor.name)!, 100)!
    return { name, values: new Float32Array(file.slice(start, end).buffer) }
  })
}

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

test("weights in the constants of nodes are shuffled too, and numbers of other kinds are not", () => {
  const numbers = Array.from({ length: 16 }, (_, i) => i)
  const constant = (dtype: "float32" | "int32") =>
    onnxModel({
      inputs: [],
      outputs: [{ name: "y", dtype, shape: [16] }],
      nodes: [
        {
          op: "Constant",
          inputs: [],
          outputs: ["y"],
          attributes: {
            value: {
              tensor: {
                dtype,
                shape: [16],
                data: dtype === "int32" ? Int32Array.from(numbers) : Float32Array.from(numbers),
              },
            },
          },
        },
      ],
    })
  expect(shuffleWeights(constant("float32"), 1)).not.toEqual(constant("float32"))
  expect(() => shuffleWeights(constant("int32"), 1)).toThrow(RangeError)
})

test("a model without weights of some size is refused", () => {
  expect(() => shuffleWeights(brightness(), 1)).toThrow(RangeError)
})
