import { expect, test } from "vitest"
import { plainInput } from "../../test/fixtures.ts"
import { classProbability } from "../index.ts"
import type { ClassProbabilityOptions, DType, Tensor, TensorData, Tensors } from "../index.ts"
import { encode } from "../tensor.ts"

const tensor = (shape: number[], values: number[], dtype: DType = "float32"): Tensor => ({
  dtype,
  shape,
  data: encode(dtype, Float32Array.from(values)) as TensorData,
})
const bind = async (
  outputs: Tensors,
  options: ClassProbabilityOptions = {},
  probes: readonly Tensors[] = [],
) =>
  await classProbability(options).bind({
    original: outputs,
    baseline: outputs,
    input: plainInput([1], Float32Array.of(0)),
    model: {},
    probes: async () => probes,
  })

test.each<[string, Tensor]>([
  ["without a batch axis", tensor([3], [1, 2, 3])],
  ["with axes of length one", tensor([1, 1, 3, 1], [1, 2, 3])],
  ["of 8-bit integers", tensor([1, 3], [1, 2, 3], "int8")],
  ["of wide integers, several of them", tensor([1, 3], [1, 2, 3], "int64")],
])("numbers along one axis are class scores: %s", async (_, y) => {
  expect((await bind({ y })).targets.map(({ id, score }) => [id, Math.sign(score)])).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
  ])
})

test.each<[string, Tensor, string]>([
  ["truth values", tensor([1, 3], [0, 1, 0], "bool"), "bool [1, 3]"],
  ["no number", tensor([1, 0], []), "float32 [1, 0]"],
  ["two axes", tensor([1, 2, 2], [1, 2, 3, 4]), "float32 [1, 2, 2]"],
  ["a second item", tensor([2, 2], [1, 2, 3, 4]), "float32 [2, 2]"],
  ["one wide integer", tensor([1, 1], [3], "int32"), "int32 [1, 1]"],
])("other outputs are not: %s", async (_, y, shown) => {
  const message = `class scores are numbers [batch, classes], not y ${shown}. For other tasks, see @pami/targets.`
  await expect(bind({ y })).rejects.toMatchObject({ code: "OUTPUT_UNSUITABLE", message })
  await expect(bind({ y }, { output: "y" })).rejects.toThrow(message)
})

test("an output has the name of one of the model's, not of every object's", async () => {
  await expect(
    bind({ y: tensor([1, 2], [1, 2]), z: tensor([1], [1]) }, { output: "constructor" }),
  ).rejects.toThrow('the model has no output named "constructor"; it has y, z')
})

const y = tensor([1, 2], [5, 2])
const chosen = async (
  outputs: Tensors,
  options: ClassProbabilityOptions = {},
  probes: readonly Tensors[] = [],
) => {
  const { settings, findings } = await bind(outputs, options, probes)
  return [settings["output"], findings.find(({ code }) => code === "OUTPUT_CHOSEN")?.message]
}

test("of several outputs the one with a number for each label is chosen", async () => {
  const three = tensor([1, 3], [1, 2, 3])
  expect(await chosen({ y, three }, { labels: 3 })).toEqual([
    "three",
    'of the outputs y float32 [1, 2], three float32 [1, 3], "three" is explained: the others do not fit the labels, or hold integers or embeddings',
  ])
  // One number stands for two labels.
  expect((await chosen({ three, one: tensor([1, 1], [0.5]) }, { labels: 2 }))[0]).toBe("one")
  expect(await chosen({ y })).toEqual(["y", undefined])
})

test("of outputs that fit alike, integers and embeddings are passed over", async () => {
  const integers = tensor([1, 2], [1, 2], "int32")
  expect(await chosen({ integers, y }, { labels: 2 })).toEqual([
    "y",
    'of the outputs integers int32 [1, 2], y float32 [1, 2], "y" is explained: the others do not fit the labels, or hold integers or embeddings',
  ])
  const vectors = [
    [0.6, -0.8],
    [-1, 0],
  ].map((values) => ({ y: tensor([1, 2], [3, 1]), vector: tensor([1, 2], values) }))
  expect((await chosen({ vector: tensor([1, 2], [0, -1]), y }, {}, vectors))[0]).toBe("y")
  await expect(bind({ y, z: y }, { labels: 2 })).rejects.toMatchObject({
    code: "OUTPUT_NOT_CHOSEN",
    message: "2 outputs may hold class scores: y float32 [1, 2], z float32 [1, 2]. Choose one of them.",
  })
})

test("answers of another length, or that are not finite, decide nothing", async () => {
  const probes = [
    [NaN, 5],
    [1, 2, 3],
  ].map((values) => ({ y: tensor([1, values.length], values) }))
  const half = tensor([1, 2], [0.5, 0.5])
  expect((await bind({ y: half }, {}, [...probes, {}])).settings["activation"]).toBe("none")
})
