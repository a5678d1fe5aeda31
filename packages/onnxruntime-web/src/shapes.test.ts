import { dictionaries, recurrent, withoutBatch } from "@pami/test-models"
import { expect, test } from "vitest"
import { onnxruntimeWeb } from "./index.ts"

const backend = onnxruntimeWeb()
const tensor = (shape: readonly number[], ...values: readonly number[]) =>
  ({ dtype: "float32", shape, data: Float32Array.from(values) }) as const

test.each([true, false])(
  "a state and a scalar are fed with the batch first, named or not: %s",
  async (named) => {
    const model = await backend.load(recurrent({ named }))
    expect(model.inputs.map(({ shape }) => shape)).toEqual([[null, 2], [null, 2, 2], [null]])
    expect(model.outputs.map(({ shape }) => shape)).toEqual([
      [null, 2],
      [null, 2, 2],
    ])
    expect(model.limits.largestBatch).toBeUndefined()
    expect(model.findings).toMatchObject([{ code: "BATCH_AXES" }])
    const x = tensor([3, 2], 1, 2, 3, 4, 5, 6)
    const state = tensor([3, 2, 2], 1, 2, 3, 4, 0, 0, 0, 0, 5, 6, 7, 8)
    const { y, state_out } = await model.run({ x, state, gain: tensor([3], 2, 2, 2) })
    expect(y).toEqual(tensor([3, 2], 2 + 31, 4 + 42, 6, 8, 10 + 75, 12 + 86))
    expect(state_out).toEqual(tensor([3, 2, 2], 2, 3, 4, 5, 1, 1, 1, 1, 6, 7, 8, 9))
    const unlike = model.run({ x, state, gain: tensor([3], 2, 2, 1) })
    await expect(unlike).rejects.toMatchObject({ code: "SHAPE_MISMATCH" })
    await model.dispose()
  },
)

test("a model without a batch takes one image", async () => {
  const model = await backend.load(withoutBatch(2))
  expect(model.inputs[0].shape).toEqual([1, 3, 2, 2])
  expect(model.limits.largestBatch).toBe(1)
  const image = tensor([1, 3, 2, 2], 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3)
  expect((await model.run({ image })).logits).toEqual(tensor([1, 3], 1, 2, 3))
  await model.dispose()
})

test("an output that is not a tensor is listed with what to do", async () => {
  const model = await backend.load(dictionaries())
  expect(model.outputs.map(({ name }) => name)).toEqual(["label"])
  expect(model.leftOut).toEqual([
    { name: "scores", reason: expect.stringMatching(/sequence of maps.*"zipmap": False/) },
  ])
  await model.dispose()
})
