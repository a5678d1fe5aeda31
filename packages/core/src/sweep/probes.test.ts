import { expect, test } from "vitest"
import { functionModel, tensor } from "../../test/fixtures.ts"
import { classProbability, denseInput, preflight } from "../index.ts"
import type { Feeds, Input, Model, Tensor, Tensors } from "../index.ts"

const probabilities = classProbability({ activation: "none" })

/** The feeds of the artificial inputs that the target asks for. */
async function probesOf(
  of: Input,
  inputs: Model["inputs"],
  fail: "never" | "batches" | "always" = "never",
  batches = [4],
) {
  const fed: Feeds[] = []
  const runs: number[] = []
  const model: Model = {
    ...functionModel([100], () => [0.25, 0.75]),
    inputs,
    async run(feeds) {
      const count = Object.values(feeds)[0].shape[0]
      if (asking && (fail === "always" || (fail === "batches" && count > 1))) throw new Error("not an image")
      if (asking) runs.push(count)
      if (asking)
        for (let item = 0; item < count; item++)
          fed.push(
            Object.fromEntries(
              Object.entries(feeds).map(([name, one]) => {
                const size = one.data.length / count
                return [name, { ...one, data: one.data.slice(item * size, (item + 1) * size) }]
              }),
            ) as Feeds,
          )
      return { y: tensor([count, 2], ...Array.from({ length: count }, () => [0.25, 0.75]).flat()) }
    },
  }
  let asking = false
  const answers: (readonly Tensors[])[] = []
  await preflight(
    model,
    of,
    {
      ...probabilities,
      async bind(look) {
        asking = true
        answers.push(await look.probes(), await look.probes())
        asking = false
        return probabilities.bind(look)
      },
    },
    { batches },
  )
  expect(answers[0]).toBe(answers[1])
  return { fed, runs, answers: answers[0] }
}
const range = (data: ArrayLike<unknown>) => {
  const numbers = Array.from(data, Number)
  return [Math.min(...numbers), Math.max(...numbers)]
}
const long = (
  dtype: "float32" | "uint8" | "int64",
  others?: Tensors,
  original = new Float32Array(100).fill(1),
) =>
  denseInput({
    name: "x",
    dtype,
    units: [100],
    planes: 1,
    inner: 1,
    shape: [100],
    original,
    baseline: new Float32Array(100),
    ...(others && { others }),
  })

test("a model of floating-point numbers is asked about constants and noise, the same for every input", async () => {
  const of = long("float32")
  const { fed, answers } = await probesOf(of, of.tensors)
  expect(answers).toHaveLength(4)
  const [high, low, normalised, bytes] = fed.map(({ x }) => range(x.data as Float32Array))
  expect([high, low]).toEqual([
    [3, 3],
    [-3, -3],
  ])
  expect(normalised[0]).toBeGreaterThanOrEqual(-3)
  expect(normalised[0]).toBeLessThan(-2)
  expect(normalised[1]).toBeLessThanOrEqual(3)
  expect(normalised[1]).toBeGreaterThan(2)
  expect(bytes[0]).toBeGreaterThanOrEqual(0)
  expect(bytes[1]).toBeGreaterThan(200)
  expect(bytes[1]).toBeLessThanOrEqual(255)
  const other = long("float32", undefined, new Float32Array(100).fill(7))
  expect((await probesOf(other, other.tensors)).fed).toEqual(fed)
})

test("a model of bytes is asked about white, black and noise; one of other integers about nothing", async () => {
  const of = long("uint8")
  const { fed } = await probesOf(of, of.tensors)
  expect(fed.map(({ x }) => range(x.data as Uint8Array)).slice(0, 2)).toEqual([
    [255, 255],
    [0, 0],
  ])
  expect(range(fed[2]["x"].data as Uint8Array)[1]).toBeGreaterThan(200)
  expect(fed).toHaveLength(3)
  const tokens = long("int64")
  expect((await probesOf(tokens, tokens.tensors)).fed).toEqual([])
})

test("only the feeds that masking changes are made up; of a blank image, its own", async () => {
  const size: Tensor = { dtype: "float32", shape: [2], data: Float32Array.of(640, 480) }
  const of = long("float32", { size })
  const { fed } = await probesOf(of, of.tensors)
  expect(fed.every((one) => one["size"].data[0] === 640 && one["size"].data[1] === 480)).toBe(true)
  expect(fed[0]["x"].data[0]).toBe(3)
  const blank = long("float32", undefined, new Float32Array(100))
  expect((await probesOf(blank, blank.tensors)).fed[0]["x"].data[0]).toBe(3)
})

test("a model that fails on artificial inputs has no answers for them", async () => {
  const of = long("float32")
  expect((await probesOf(of, of.tensors, "always")).answers).toEqual([])
})

test("they are runs of a batch that the caller checks, or one each for a model that refuses the batch", async () => {
  const of = long("float32")
  const together = await probesOf(of, of.tensors)
  const pairs = await probesOf(of, of.tensors, "never", [2])
  const alone = await probesOf(of, of.tensors, "batches")
  expect([together.runs, pairs.runs, alone.runs]).toEqual([[4], [2, 2], [1, 1, 1, 1]])
  expect(alone.fed.map(({ x }) => x.data)).toEqual(together.fed.map(({ x }) => x.data))
  expect(pairs.fed.map(({ x }) => x.data)).toEqual(alone.fed.map(({ x }) => x.data))
  expect(together.answers).toEqual(alone.answers)
  expect(together.answers[3]["y"]).toEqual(tensor([1, 2], 0.25, 0.75))
})

test("a fixed batch holds each of them, some twice", async () => {
  const of = long("float32")
  const { runs, fed, answers } = await probesOf(of, [{ name: "x", dtype: "float32", shape: [6, 100] }])
  expect([runs, answers.length]).toEqual([[6], 4])
  expect(fed.slice(4)).toEqual(fed.slice(0, 2))
})
