import { average, denseInput, everything, explain, fixedPartitions, fromLabels, type Input } from "@pami/core"
import {
  countUnits,
  type Explanation,
  fromParts,
  type Partitioner,
  slidingWindow,
  type Target,
  type Tensor,
  type Tensors,
} from "@pami/core"
import { expect, test } from "vitest"
import { answerMatrix } from "../read-out/answer-matrix.ts"
import { feedsOf, float, modelOf, refusal } from "../../test/world.ts"
import { onlyGrid } from "./only-grid.ts"
import { togetherMethod } from "./together-method.ts"
import { togetherPartitions } from "./together-partitions.ts"
import { together } from "./together.ts"

// An image of four pixels and a question of three words. The answer is the pixel that the second word asks for.
const photo = denseInput({
  name: "pixels",
  grid: "image",
  units: [4],
  planes: 1,
  inner: 1,
  shape: [4],
  original: Float32Array.of(0.2, 0.9, 0.4, 0.6),
  baseline: new Float32Array(4),
})
const asking = (word: number) =>
  denseInput({
    name: "words",
    dtype: "int64",
    grid: "question",
    labels: ["what", "second", "?"],
    units: [3],
    planes: 1,
    inner: 1,
    shape: [3],
    original: Float32Array.of(5, word, 6),
    baseline: new Float32Array(3),
  })
const question = asking(2)
const both = together(photo, question)
const model = modelOf(
  "answering",
  [
    { name: "pixels", dtype: "float32", shape: [null, 4] },
    { name: "words", dtype: "int64", shape: [null, 3] },
  ],
  ({ pixels, words }) => {
    const [items] = pixels.shape
    const answers = Array.from({ length: items }, (_, item) => {
      const asked = Number(words.data[item * 3 + 1])
      return asked === 0 ? 0.1 : Number(pixels.data[item * 4 + asked - 1])
    })
    return { answer: float([items, 1], answers) }
  },
  [{ name: "answer", dtype: "float32", shape: [null, 1] }],
)
const target: Target = {
  name: "answer",
  settings: {},
  bind: () => ({
    targets: [{ id: 0, label: "answer", score: 0.9 }],
    scale: { unit: "probability", range: [0, 1] },
    preferred: 0,
    settings: {},
    findings: [],
    score({ answer }: Tensors, count: number, scores: Float64Array) {
      for (let item = 0; item < count; item++) scores[item] = Number(answer.data[item])
    },
  }),
}
const each = (units: number): Partitioner =>
  fixedPartitions([
    fromLabels(
      Int32Array.from({ length: units }, (_, i) => i),
      [units],
    ),
  ])
const rounded = (map: Float32Array) => [...map].map((value) => Number(value.toFixed(6)))

test("one sweep gives a map of the image and one of the question, each given the other", async () => {
  const partitioner = togetherPartitions({ image: each(4), question: each(3) })
  const explanation = await explain({ model, input: both, target, partitioner })
  expect(explanation.passes).toBe(7)
  // Each pixel alone, with the whole question; each word alone, with the whole image.
  expect(rounded(average(explanation))).toEqual([0, 0.9, 0, 0, 0.1, 0.9, 0.1])
  expect(rounded(average(onlyGrid(explanation, "image")))).toEqual([0, 0.9, 0, 0])
  expect(rounded(average(onlyGrid(explanation, "question")))).toEqual([0.1, 0.9, 0.1])
  const own = onlyGrid(explanation, "question")
  expect(own).toMatchObject({ passes: 3, planned: [1], grids: [{ name: "question", start: 0, shape: [3] }] })
  expect(answerMatrix(explanation, { grid: "question" })).toMatchObject({ rows: ["what", "second", "?"] })
})

test("each map is that of the input alone, with the other in place", async () => {
  const partitioners = { image: slidingWindow({ radius: 1, stride: 1 }), question: each(3) }
  const explanation = await explain({
    model,
    input: both,
    target,
    partitioner: togetherPartitions(partitioners),
  })
  const pixelsAlone = await explain({
    model: {
      ...model,
      inputs: [model.inputs[0]],
      run: (feeds) => model.run({ ...feeds, words: asked(feeds) }),
    },
    input: photo,
    target,
    partitioner: partitioners.image,
  })
  function asked(feeds: object) {
    const [items] = (feeds as { pixels: Tensor }).pixels.shape
    const data = BigInt64Array.from({ length: 3 * items }, (_, i) => [5n, 2n, 6n][i % 3])
    return { dtype: "int64", shape: [items, 3], data } as const
  }
  expect(average(onlyGrid(explanation, "image"))).toEqual(average(pixelsAlone))
})

test("masked instead of kept, the other input leaves nothing to answer", async () => {
  const partitioner = togetherPartitions({ image: each(4), question: each(3) }, { others: "masked" })
  const explanation = await explain({ model, input: both, target, partitioner })
  expect(rounded(average(onlyGrid(explanation, "image")))).toEqual([0.1, 0.1, 0.1, 0.1])
  // Parts of one grid alone: the map over all units is that of each grid.
  expect(rounded(average(explanation)).slice(0, 4)).toEqual([0.1, 0.1, 0.1, 0.1])
})

test("a method for each grid: read by the name of the grid", async () => {
  const methodOf = (units: number) => ({
    name: "alone",
    settings: { units },
    partitioner: each(units),
    read: (own: Parameters<typeof average>[0], id?: string | number) => average(own, id),
  })
  const method = togetherMethod({ image: methodOf(4), question: methodOf(3) })
  const explanation = await explain({ model, input: both, target, partitioner: method.partitioner })
  expect(rounded(method.read(explanation, 0, "question"))).toEqual([0.1, 0.9, 0.1])
  expect(rounded(method.read(explanation))).toEqual([0, 0.9, 0, 0])
  expect(() => method.read(explanation, 0, "sound")).toThrow('"sound" was not cut')
  expect(method.settings).toMatchObject({ others: "kept", methods: { image: { name: "alone" } } })
})

test("any prefix of the sweep covers every grid, and a grid without a partitioner stays", async () => {
  const halves = (units: number) =>
    fixedPartitions(
      Array.from({ length: 4 }, () =>
        fromLabels(
          Int32Array.from({ length: units }, (_, i) => i % 2),
          [units],
        ),
      ),
    )
  const partitioner = togetherPartitions({ image: halves(4), question: halves(3) })
  expect(partitioner.total(both)).toBe(16)
  expect(partitioner.planned!(both)).toEqual([8])
  const early = await explain({ model, input: both, target, partitioner, passes: 4 })
  for (const grid of ["image", "question"]) expect(onlyGrid(early, grid).passes).toBe(2)
  const onlyImage = await explain({
    model,
    input: both,
    target,
    partitioner: togetherPartitions({ image: each(4) }),
  })
  expect(rounded(average(onlyGrid(onlyImage, "image")))).toEqual([0, 0.9, 0, 0])
  expect(onlyGrid(onlyImage, "question").passes).toBe(0)
})

test("a part of the whole text counts for the text alone", async () => {
  const whole = fixedPartitions([fromParts([everything(3)])])
  const partitioner = togetherPartitions({ image: each(4), question: whole })
  const explanation = await explain({ model, input: both, target, partitioner })
  expect(onlyGrid(explanation, "image").passes).toBe(4)
  expect(onlyGrid(explanation, "question").passes).toBe(1)
})

test("a partitioner that looks at its scores sees those of its grid", async () => {
  const seen: object[] = []
  const searching: Partitioner = {
    name: "searching",
    settings: {},
    total: () => null,
    async *partitions(input) {
      const units = countUnits(input.grids)
      const scored = yield fromParts([Int32Array.of(0, 1)], "first")
      const { grids, partitions, passes } = (await scored()) as Explanation
      seen.push({ grids, passes, names: partitions.map(({ name }) => name), runs: [...partitions[0].runs] })
      yield fromParts([Int32Array.of(1, units)], "rest")
    },
  }
  const partitioner = togetherPartitions({ image: searching, question: searching })
  expect(partitioner.total(both)).toBeNull()
  const explanation = await explain({ model, input: both, target, partitioner })
  expect(seen).toMatchObject([
    { grids: photo.grids, passes: 1, names: ["first"], runs: [0, 1] },
    { grids: question.grids, passes: 1, names: ["first"], runs: [0, 1] },
  ])
  expect(rounded(average(onlyGrid(explanation, "question")))).toEqual([0.1, 0.9, 0.9])
})

test("the joint input has the grids, tensors and digests of its inputs", () => {
  expect(both.grids).toMatchObject([
    { name: "image", start: 0, shape: [4] },
    { name: "question", start: 4, shape: [3], labels: ["what", "second", "?"] },
  ])
  expect(both.tensors).toEqual([
    { name: "pixels", dtype: "float32", shape: [null, 4] },
    { name: "words", dtype: "int64", shape: [null, 3] },
  ])
  expect(together(photo, asking(3)).digest).not.toBe(both.digest)
  expect(together(photo, asking(2)).digest).toBe(both.digest)
  expect(both.values?.("image", 0)).toMatchObject({ shape: [4], channels: 1 })
  const silent: Input = { ...question }
  delete (silent as { values?: unknown }).values
  expect(() => together(photo, silent).values?.("question", 0)).toThrow('grid "question" have no values')
  expect(() => together(photo, photo)).toThrow('two grids are named "image"')
})

test("a slot preserves exactly its part of each input, whatever it preserved before", () => {
  const writer = both.open(2)
  const seen = (slot: number) => {
    const { pixels, words } = writer.feeds(1, slot) as Tensors
    return [...rounded(pixels.data as Float32Array), ...Array.from(words.data as BigInt64Array, Number)]
  }
  writer.preserve(1, Int32Array.of(1, 3, 4, 6))
  expect(seen(1)).toEqual([0, 0.9, 0.4, 0, 5, 2, 0])
  expect(seen(0)).toEqual([0, 0, 0, 0, 0, 0, 0])
  writer.preserve(1, Int32Array.of(3, 5))
  expect(seen(1)).toEqual([0, 0, 0, 0.6, 5, 0, 0])
  writer.preserve(1, Int32Array.of(3, 5))
  expect(seen(1)).toEqual([0, 0, 0, 0.6, 5, 0, 0])
  // Pixels are mixed, words are not.
  writer.blend!(1, Float32Array.of(0.5, 1, 0, 0, 1, 0, 1))
  expect(seen(1)).toEqual([0.1, 0.9, 0, 0, 5, 0, 6])
  writer.preserve(1, Int32Array.of(3, 5))
  expect(seen(1)).toEqual([0, 0, 0, 0.6, 5, 0, 0])
  expect(() => writer.blend!(1, new Float32Array(7).fill(0.5))).toThrow("cannot mix units")
  writer.close()
  // Words first: nothing can be mixed.
  expect(together(question, photo).open(1).blend).toBeUndefined()
})

test("variants of each input are variants of the whole, beside the others as they are", async () => {
  const shifted = (values: readonly number[], name: string): Input =>
    denseInput({
      name,
      grid: name,
      units: [2],
      planes: 1,
      inner: 1,
      shape: [2],
      original: Float32Array.from(values),
      baseline: new Float32Array(2),
      variants: [
        {
          name: `${name} reversed`,
          settings: {},
          inverse: { axes: [{ first: Int32Array.of(1, 0) }] },
          values: () => ({ shape: [2], channels: 1, data: Float32Array.from(values).toReversed() }),
          make: () => ({ original: Float32Array.from(values).toReversed(), baseline: new Float32Array(2) }),
        },
      ],
    })
  const joint = together(shifted([1, 2], "a"), shifted([3, 4], "b"))
  expect(joint.variants?.map(({ name }) => name)).toEqual([
    "a reversed",
    "b reversed",
    "only a masked",
    "a reversed, only a masked",
    "only b masked",
    "b reversed, only b masked",
  ])
  const writer = joint.open(1)
  const seen = async (variant: number, part: readonly number[] = [0, 4]) => {
    await writer.load?.(variant)
    writer.preserve(0, Int32Array.from(part), variant)
    const { a, b } = writer.feeds(1) as Tensors
    return [...(a.data as Float32Array), ...(b.data as Float32Array)]
  }
  expect(await seen(0)).toEqual([1, 2, 3, 4])
  expect(await seen(1)).toEqual([2, 1, 3, 4])
  expect(await seen(2)).toEqual([1, 2, 4, 3])
  expect(await seen(0, [0, 1])).toEqual([1, 0, 0, 0])
  expect(await seen(3, [0, 1])).toEqual([1, 0, 3, 4])
  expect(await seen(3, [])).toEqual([0, 0, 3, 4])
  expect(await seen(6, [0, 3])).toEqual([1, 2, 4, 0])
  expect(joint.values?.("b", 2).data).toEqual(Float32Array.of(4, 3))
  expect(joint.values?.("b", 1).data).toEqual(Float32Array.of(3, 4))
  // The partitioner of a grid numbers its variants from 1; the map of a variant is transformed back.
  const onVariant: Partitioner = {
    ...each(2),
    partitions: () => [{ ...fromParts([Int32Array.of(0, 1)], "first of the reversed"), variant: 1 }],
    total: () => 1,
  }
  const sum = modelOf(
    "sum",
    joint.tensors,
    ({ a, b }) => ({
      answer: float(
        [a.shape[0], 1],
        Array.from({ length: a.shape[0] }, (_, i) => Number(a.data[2 * i]) + Number(b.data[2 * i]) / 10),
      ),
    }),
    [{ name: "answer", dtype: "float32", shape: [null, 1] }],
  )
  const partitioner = togetherPartitions({ b: onVariant })
  const explanation = await explain({ model: sum, input: joint, target, partitioner })
  expect(explanation.partitions[0].variant).toBe(6)
  // The second unit of b, which is the first of the reversed.
  expect(rounded(average(onlyGrid(explanation, "b")))).toEqual([NaN, 1.4])
  expect(rounded(average(explanation))).toEqual([NaN, NaN, NaN, 1.4])
})

test("unknown grids, and soft masks over words, are refused", async () => {
  const partitioner = togetherPartitions({ sound: each(4) })
  expect(() => partitioner.total(both)).toThrow('no grid "sound"; it has "image", "question"')
  expect(() => togetherPartitions({})).toThrow("at least one grid")
  expect(() => togetherPartitions({ image: each(4) }).total(photo)).toThrow("inputs that together() made")
  const soft: Partitioner = {
    ...each(3),
    partitions: () => [
      {
        ...fromParts([everything(3)]),
        soft: { shape: [2], shares: Float32Array.of(0, 1), origins: Float64Array.of(0), steps: [2] },
      },
    ],
  }
  const explained = explain({
    model,
    input: both,
    target,
    partitioner: togetherPartitions({ question: soft }),
  })
  expect(await refusal(() => explained)).toMatchObject({
    code: "PARTITION_UNSUITABLE",
    message: expect.stringContaining("soft masks lie over the first grid"),
  })
  const image = togetherPartitions({ image: { ...soft, partitions: () => softOf(4) } })
  function* softOf(units: number) {
    yield {
      ...fromParts([everything(units)]),
      soft: { shape: [2], shares: Float32Array.of(0, 1), origins: Float64Array.of(0), steps: [3] },
    }
  }
  const mixed = await explain({ model, input: both, target, partitioner: image })
  // A third of the second pixel, with the whole question.
  expect(Number(mixed.scores[0].toFixed(5))).toBe(0.3)
  expect(rounded(average(onlyGrid(mixed, "image"))).slice(1)).toEqual([0.3, 0.3, 0.3])
  expect(feedsOf(both)).toHaveProperty("words")
})
