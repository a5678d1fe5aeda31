import {
  average,
  classProbability,
  countParts,
  coverage,
  explain,
  isPamiError,
  partOf,
  partWeights,
} from "@pami/core"
import type { Input, Partition, Partitioner } from "@pami/core"
import { random } from "@pami/core/tensor"
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

test("halves come first, then single words", () => {
  const input = inputOf("Good film, really. Bad end (sadly).")
  const units = input.grids[0].shape[0]
  const partitions = partitionsOf(textPartitions(), input)
  expect(partitions.slice(0, -1).every((one) => one.name.startsWith("halves") && countParts(one) === 2)).toBe(
    true,
  )
  expect(partitions.at(-1)!.name).toBe("single units")
  expect(runsOf(partitions.at(-1)!)).toEqual(Array.from({ length: units }, (_, unit) => [unit, unit + 1]))
})

test("each partition has every word once, and their number is linear", () => {
  for (const count of [1, 2, 3, 7, 8, 9, 50, 333, 10_000]) {
    const input = inputOf(count < 400 ? randomText(count, count) + "a" : randomWords(1, count))
    const units = input.grids[0].shape[0]
    const partitioner = textPartitions()
    const partitions = partitionsOf(partitioner, input)
    for (const partition of partitions) expect(isCover(partition, units)).toBe(true)
    const parts = partitions.reduce((sum, partition) => sum + countParts(partition), 0)
    expect(parts).toBe(partitioner.total(input))
    expect(partitions).toHaveLength(partitioner.planned!(input)[0])
    expect(parts).toBeLessThanOrEqual(Math.min(4.5 * units + 6, units + 502))
  }
})

/** Returns whether each unit is in exactly one part. */
function isCover(partition: Partition, units: number): boolean {
  const seen = new Uint8Array(units)
  for (const runs of runsOf(partition))
    for (let i = 0; i < runs.length; i += 2) for (let unit = runs[i]; unit < runs[i + 1]; unit++) seen[unit]++
  return seen.every((times) => times === 1)
}

test("passes chooses among the halves, widens single words to windows, and leaves no word out", () => {
  const input = inputOf(randomText(5, 120))
  const units = input.grids[0].shape[0]
  for (const passes of [1, 2, 3, 5, 30, 100, 300, 500]) {
    const partitioner = textPartitions({ passes })
    const partitions = partitionsOf(partitioner, input)
    expect(partitioner.total(input)).toBeLessThanOrEqual(passes)
    expect(partitioner.total(input)).toBeGreaterThan(passes / 2)
    for (const partition of partitions) expect(isCover(partition, units)).toBe(true)
  }
  expect(partitionsOf(textPartitions({ passes: 100 }), input).at(-1)!.name).toBe("windows of 4")
  expect(textPartitions().total(input)).toBe(textPartitions({ passes: 1e6 }).total(input))
  expect(() => textPartitions({ passes: 0 })).toThrow(RangeError)
})

test("words are in the order of what they say, wherever they are and whatever is beside them", async () => {
  const says: Readonly<Record<string, number>> = { awful: -3, poor: -2.9, good: 2, great: 2.1, fine: 1.9 }
  // Grows with the sum, and saturates.
  const model = await stringModel((text) => {
    const sum = text.split(" ").reduce((all, word) => all + (says[word] ?? 0), 0)
    return 0.5 + sum / (2 * Math.sqrt(sum * sum + 15))
  })
  const next = random(7)
  for (let seed = 0; seed < 30; seed++) {
    const words = randomWords(seed, 8 + (seed % 20))
      .split(" ")
      .filter((word) => !(word in says))
    for (let k = 0; k < 3; k++)
      words.splice(Math.floor(next() * words.length), 0, Object.keys(says)[Math.floor(5 * next())])
    const made = textInput({ texts: words.join(" "), tensors: strings })
    const explanation = await explain({
      model,
      input: made.input,
      partitioner: textPartitions(),
      target: classProbability({ activation: "none" }),
    })
    for (const weight of [partWeights["inverse-area"], partWeights.equal]) {
      const map = average(explanation, 1, { weight })
      const labels = made.input.grids[0].labels!
      for (const [one, label] of labels.entries())
        for (const [other, beside] of labels.entries())
          if ((says[label] ?? 0) > (says[beside] ?? 0))
            expect(map[one], words.join(" ")).toBeGreaterThan(map[other])
    }
  }
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
