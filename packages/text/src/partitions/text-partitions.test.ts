import { coverage, countParts, explain, isPamiError, partOf } from "@pami/core"
import type { Input, Partition, Partitioner } from "@pami/core"
import { kernelShap } from "@pami/methods"
import { expect, test } from "vitest"
import { randomText, randomWords } from "../../test/random-text.ts"
import { stringModel } from "../../test/token-models.ts"
import { textInput, textPartitions, textSegments } from "../index.ts"

const strings = [{ name: "text", dtype: "string", shape: [null] }] as const
const inputOf = (texts: string) => textInput({ texts, tensors: strings }).input
const partitionsOf = (partitioner: Partitioner, input: Input) => [
  ...(partitioner.partitions(input) as Iterable<Partition>),
]
const runsOf = (partition: Partition) =>
  Array.from({ length: countParts(partition) }, (_, part) => [...partOf(partition, part)])

test("sentences and clauses come first, then windows, then single words", () => {
  const input = inputOf("Good film, really. Bad end (sadly).")
  const labels = input.grids[0].labels!
  const partitions = partitionsOf(textPartitions(), input)
  const texts = (index: number) =>
    runsOf(partitions[index]).map(([start, end]) => labels.slice(start, end).join(" "))
  expect(partitions[0].name).toBe("sentences")
  expect(texts(0)).toEqual(["Good film , really .", "Bad end ( sadly ) ."])
  expect(texts(1)).toEqual(["Good film ,", "really .", "Bad end ( sadly ) ."])
  expect(partitions[2].name).toBe("windows of 8, phase 1 of 8")
  expect(partitions.at(-1)!.name).toBe("single units")
  expect(runsOf(partitions.at(-1)!)).toHaveLength(labels.length)
})

test("each partition has every word once, none is repeated, and their number is linear", () => {
  for (const count of [1, 2, 3, 7, 8, 9, 50, 333, 10_000]) {
    const input = inputOf(count < 400 ? randomText(count, count) + "a" : randomWords(1, count))
    const units = input.grids[0].shape[0]
    const partitioner = textPartitions()
    const partitions = partitionsOf(partitioner, input)
    for (const partition of partitions) {
      const places = runsOf(partition).flat()
      expect([places[0], places.at(-1)]).toEqual([0, units])
      for (let i = 1; i < places.length - 1; i += 2) expect(places[i]).toBe(places[i + 1])
    }
    const parts = partitions.reduce((sum, partition) => sum + countParts(partition), 0)
    expect(parts).toBe(partitioner.total(input))
    expect(partitions).toHaveLength(partitioner.planned!(input)[0])
    expect(parts).toBeLessThanOrEqual(7 * units + 20)
    expect(new Set(partitions.map(({ runs }) => runs.join())).size).toBe(partitions.length)
  }
})

test("passes chooses among all sizes, and leaves no word out", () => {
  const input = inputOf(randomText(5, 120))
  const units = input.grids[0].shape[0]
  for (const passes of [1, 2, 5, 30, 100, 300, 500]) {
    const partitioner = textPartitions({ passes })
    const partitions = partitionsOf(partitioner, input)
    expect(partitioner.total(input)).toBeLessThanOrEqual(passes)
    expect(partitioner.total(input)).toBeGreaterThan(passes / 3)
    for (const partition of partitions) expect(runsOf(partition).flat().at(-1)).toBe(units)
    expect(partitions.length).toBeGreaterThan(0)
  }
  const sizes = partitionsOf(textPartitions({ passes: 350 }), input).map(({ name }) =>
    name.replace(/,.*/u, ""),
  )
  expect([...new Set(sizes)]).toEqual(
    expect.arrayContaining(["windows of 8", "windows of 5", "windows of 3", "windows of 2"]),
  )
  expect(textPartitions().total(input)).toBe(textPartitions({ passes: 1e6 }).total(input))
  expect(() => textPartitions({ passes: 0 })).toThrow(RangeError)
})

const pair = textInput({
  texts: [
    { name: "premise", text: "A man sleeps." },
    { name: "hypothesis", text: "He is awake" },
  ],
  tensors: [{ name: "x", dtype: "string", shape: [null, 2] }],
  mask: { word: "_" },
})

test("texts are cut one after the other, with the other kept", async () => {
  const partitions = partitionsOf(textPartitions(), pair.input)
  expect(new Set(partitions.map(({ variant }) => variant))).toEqual(new Set([1]))
  for (const partition of partitions) {
    const own = runsOf(partition).flat()
    expect(
      partition.name.startsWith("premise")
        ? own.every((place) => place <= 4)
        : own.every((place) => place >= 4),
    ).toBe(true)
  }
  const masked = partitionsOf(textPartitions({ others: "masked" }), pair.input)
  expect(masked.every(({ variant }) => variant === undefined)).toBe(true)
  const one = partitionsOf(textPartitions({ grids: ["hypothesis"] }), pair.input)
  expect(one.every(({ runs }) => runs.every((place) => place >= 4))).toBe(true)
  expect(() => textPartitions({ grids: ["answer"] }).total(pair.input)).toThrow('no text is named "answer"')
  expect(() => textPartitions({ others: "gone" as never })).toThrow("gone")
  expect(textPartitions({ passes: 8 }).total(pair.input)).toBeLessThanOrEqual(8)
})

test("an input without a text is refused", () => {
  const image = { ...pair.input, grids: [{ name: "image", shape: [2, 2], start: 0 }] } as const
  expect(() => textPartitions().total(image)).toThrow(
    expect.objectContaining({ code: "PARTITION_UNSUITABLE" }),
  )
  expect(isPamiError(new Error("no"))).toBe(false)
})

test("single words are segments for other methods", async () => {
  const { input } = textInput({ texts: "a good bad film", tensors: strings })
  const model = await stringModel((text) => (text.includes("good") ? 0.9 : 0.1))
  const method = kernelShap({ segments: textSegments(), passes: 30 })
  const map = method.read(await explain({ model, input, partitioner: method.partitioner }), 1)
  expect([...map].map((value) => Number(value.toFixed(3)))).toEqual([0, 0.8, 0, 0])
  expect(textSegments().total(input)).toBe(4)
  const explanation = await explain({ model, input, partitioner: textSegments() })
  expect([...coverage(explanation)]).toEqual([1, 1, 1, 1])
})
