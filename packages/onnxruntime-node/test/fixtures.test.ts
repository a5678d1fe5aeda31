import type { Model, Tensor } from "@pami/core"
import { encode } from "@pami/core/tensor"
import {
  bakedBatch,
  batchCoupled,
  brightness,
  dictionaries,
  onnxModel,
  returnsNaN,
  twoInputs,
  twoOutputs,
} from "@pami/test-models"
import { expect, test } from "vitest"
import { onnxruntimeNode } from "../src/index.ts"
import { close, plain, probabilities } from "./pictures.ts"

const reddish = [0.9, 0.2, 0.1] as const
const bluish = [0.05, 0.1, 0.6] as const

const load = (bytes: Uint8Array): Promise<Model> => onnxruntimeNode().load(bytes)

test("brightness() returns the softmax of the channels' means", async () => {
  const model = await load(brightness())
  const outputs = await model.run({ image: plain(reddish, bluish) })
  expect(outputs.probabilities.shape).toEqual([2, 3])
  expect(close(outputs.probabilities, probabilities(reddish, bluish))).toBe(true)
})

test("brightness() can return logits", async () => {
  const model = await load(brightness({ output: "logits", gain: 10 }))
  const { logits } = await model.run({ image: plain(reddish) })
  expect(close(logits, [9, 2, 1])).toBe(true)
})

test.each(["uint8", "int8", "int32", "int64", "float16", "float64"] as const)(
  "brightness() takes %s",
  async (dtype) => {
    const values = Float32Array.from({ length: 48 }, (_, index) => [96, 64, 32][Math.floor(index / 16)])
    const model = await load(brightness({ dtype, gain: 1 / 32, output: "logits" }))
    expect(model.inputs[0].dtype).toBe(dtype)
    const image: Tensor = { dtype, shape: [1, 3, 4, 4], data: encode(dtype, values) }
    expect(close((await model.run({ image })).logits, [3, 2, 1])).toBe(true)
  },
)

test("brightness() takes the channels last", async () => {
  const model = await load(brightness({ layout: "nhwc", size: 4 }))
  expect(model.inputs[0].shape).toEqual([null, 4, 4, 3])
  const data = Float32Array.from({ length: 48 }, (_, index) => reddish[index % 3])
  const outputs = await model.run({ image: { dtype: "float32", shape: [1, 4, 4, 3], data } })
  expect(close(outputs.probabilities, probabilities(reddish))).toBe(true)
})

test("twoInputs() multiplies by its second input", async () => {
  const model = await load(twoInputs())
  const strength: Tensor = { dtype: "float32", shape: [2, 1], data: Float32Array.of(0, 1) }
  const outputs = await model.run({ image: plain(reddish, reddish), strength })
  expect(close(outputs.probabilities, [1 / 3, 1 / 3, 1 / 3, ...probabilities(reddish)])).toBe(true)
})

test("twoOutputs() also returns the brightest", async () => {
  const outputs = await (await load(twoOutputs())).run({ image: plain(reddish) })
  expect(close(outputs.probabilities, probabilities(reddish))).toBe(true)
  expect(close(outputs.brightest, [3.6])).toBe(true)
})

test("returnsNaN() returns NaN always, or inside an interval", async () => {
  const always = await (await load(returnsNaN())).run({ image: plain(reddish) })
  expect([...always.probabilities.data]).toEqual([NaN, NaN, NaN])
  const sometimes = await load(returnsNaN({ between: [0.01, 0.3] }))
  const outputs = await sometimes.run({ image: plain([0, 0, 0], bluish, reddish) })
  const numbers = [...outputs.probabilities.data].map(Number)
  expect(numbers.map(Number.isNaN)).toEqual([false, false, false, true, true, true, false, false, false])
})

test("bakedBatch() works with one item and fails with two", async () => {
  const model = await load(bakedBatch())
  expect(model.inputs[0].shape[0]).toBeNull()
  const outputs = await model.run({ image: plain(reddish) })
  expect(close(outputs.probabilities, probabilities(reddish))).toBe(true)
  await expect(model.run({ image: plain(reddish, bluish) })).rejects.toMatchObject({ code: "MODEL_FAILED" })
})

test("batchCoupled() returns other outputs for the same item in another batch", async () => {
  const model = await load(batchCoupled())
  const alone = await model.run({ image: plain(reddish) })
  expect(close(alone.probabilities, [1 / 3, 1 / 3, 1 / 3])).toBe(true)
  const pair = await model.run({ image: plain(reddish, bluish) })
  expect(pair.probabilities.data[0]).toBeGreaterThan(0.5)
})

test("outputs that are not tensors are left out", async () => {
  const model = await load(dictionaries())
  expect(model.outputs.map((info) => info.name)).toEqual(["label"])
  const { label } = await model.run({ image: plain(bluish, reddish) })
  expect(label).toEqual({ dtype: "int64", shape: [2], data: BigInt64Array.of(2n, 0n) })
})

test("attributes of every kind reach the runtime", async () => {
  const minusTen = { dtype: "float32", shape: [1], data: Float32Array.of(-10) } as const
  const bytes = onnxModel({
    inputs: [{ name: "x", dtype: "float32", shape: [null, 3] }],
    outputs: [{ name: "y", dtype: "float32", shape: [null, 4] }],
    nodes: [
      { op: "LeakyRelu", inputs: ["x"], outputs: ["leaky"], attributes: { alpha: { float: 0.25 } } },
      { op: "Constant", inputs: [], outputs: ["a"], attributes: { value_floats: { floats: [1, 2, 3] } } },
      { op: "Constant", inputs: [], outputs: ["b"], attributes: { value: { tensor: minusTen } } },
      { op: "Sum", inputs: ["leaky", "a", "b"], outputs: ["sum"] },
      { op: "Pad", inputs: ["sum", "pads"], outputs: ["padded"], attributes: { mode: { string: "edge" } } },
      { op: "Transpose", inputs: ["padded"], outputs: ["turned"], attributes: { perm: { ints: [1, 0] } } },
      { op: "Softmax", inputs: ["turned"], outputs: ["ones"], attributes: { axis: { int: 1 } } },
      { op: "Transpose", inputs: ["ones"], outputs: ["back"], attributes: { perm: { ints: [1, 0] } } },
      { op: "Mul", inputs: ["padded", "back"], outputs: ["y"] },
    ],
    initializers: [{ name: "pads", dtype: "int64", shape: [4], data: BigInt64Array.of(0n, 0n, 0n, 1n) }],
  })
  const x: Tensor = { dtype: "float32", shape: [1, 3], data: Float32Array.of(-4, 8, 0) }
  // Softmax over the single item is 1 everywhere; along any other axis it would not be.
  expect(close((await (await load(bytes)).run({ x })).y, [-10, 0, -7, -7])).toBe(true)
})
