import { MessageChannel } from "node:worker_threads"
import { expect, test } from "vitest"
import {
  average,
  classProbability,
  contractVersion,
  coverage,
  explain,
  fixedPartitions,
  fromParts,
  onGrid,
  peak,
  positionOf,
  slidingWindow,
  standardError,
} from "../src/index.ts"
import type {
  Explanation,
  Input,
  Method,
  Model,
  Part,
  Partition,
  Partitioner,
  Scored,
  Target,
  Tensor,
} from "../src/index.ts"
import { functionModel, plainInput } from "./fixtures.ts"

test("a target reads a detector's outputs after suppression, of no, one or three detections", async () => {
  // One detection, [score, first, last], for each bright stretch of the signal that is longer than 2.
  const detector: Model = {
    ...functionModel([20], () => [0], { limits: { largestBatch: 1 } }),
    async run({ x }) {
      const detections: number[][] = []
      const signal = [...(x.data as Float32Array), 0]
      for (let start = 0, unit = 0; unit < signal.length; unit++)
        if (signal[unit] <= 0.5) {
          if (unit - start > 2) detections.push([1 - 1 / (unit - start), start, unit])
          start = unit + 1
        }
      return {
        detections: {
          dtype: "float32",
          shape: [detections.length, 3],
          data: Float32Array.from(detections.flat()),
        },
      }
    },
  }
  const rowsOf = ({ shape, data }: Tensor) =>
    Array.from({ length: shape[0] }, (_, row) => [...(data as Float32Array).subarray(3 * row, 3 * row + 3)])
  /** Overlap of the best detection, times its score. */
  const detections: Target = {
    name: "detections",
    settings: {},
    bind({ original }) {
      const found = rowsOf(original["detections"])
      return {
        targets: found.map(([score, first, last], id) => ({
          id,
          score,
          box: { x: first, y: 0, width: last - first, height: 1 },
        })),
        scale: { unit: "probability", range: [0, 1] },
        preferred: 0,
        settings: {},
        findings: [],
        score(outputs, _count, scores) {
          const seen = rowsOf(outputs["detections"])
          for (const [position, [, first, last]] of found.entries())
            scores[position] = seen.reduce((best, [score, from, to]) => {
              const both = Math.max(0, Math.min(last, to) - Math.max(first, from))
              return Math.max(best, (score * both) / (Math.max(last, to) - Math.min(first, from)))
            }, 0)
        },
      }
    },
  }
  const signal = new Float32Array(20)
  for (const [from, to] of [
    [1, 5],
    [8, 12],
    [15, 19],
  ])
    signal.fill(1, from, to)
  const explanation = await explain({
    model: detector,
    input: plainInput([20], signal),
    target: detections,
    partitioner: slidingWindow({ radius: 3, stride: 1 }),
  })
  expect(explanation.targets.map(({ box }) => box!.x)).toEqual([1, 8, 15])
  for (const { id, box } of explanation.targets) {
    const highest = peak(average(explanation, id))
    expect(highest).toBeGreaterThanOrEqual(box!.x)
    expect(highest).toBeLessThan(box!.x + box!.width)
  }
})

test("an input of two grids, an image and a question, has a map on each", async () => {
  const [pixels, words] = [
    [0, 0, 9, 0, 0, 0],
    ["what", "colour", "is", "it"],
  ]
  const input: Input = {
    grids: [
      { name: "image", shape: [2, 3], start: 0 },
      { name: "question", shape: [4], start: 6, labels: words },
    ],
    digest: "sha256:image and question",
    settings: {},
    tensors: [
      { name: "pixels", dtype: "float32", shape: [null, 6] },
      { name: "words", dtype: "uint8", shape: [null, 4] },
    ],
    open(slots) {
      const [image, text] = [new Float32Array(slots * 6), new Uint8Array(slots * 4)]
      return {
        preserve(slot, part) {
          image.fill(0, slot * 6, slot * 6 + 6)
          text.fill(0, slot * 4, slot * 4 + 4)
          for (let i = 0; i < part.length; i += 2)
            for (let unit = part[i]; unit < part[i + 1]; unit++)
              if (unit < 6) image[slot * 6 + unit] = pixels[unit]
              else text[slot * 4 + unit - 6] = 1
        },
        feeds: (count, first = 0) => ({
          pixels: {
            dtype: "float32",
            shape: [count, 6],
            data: image.subarray(6 * first, 6 * (first + count)),
          },
          words: { dtype: "uint8", shape: [count, 4], data: text.subarray(4 * first, 4 * (first + count)) },
        }),
        close() {},
      }
    },
  }
  // Sees the third pixel, and answers better if it is asked for the colour.
  const model: Model = {
    ...functionModel([6], () => [0]),
    inputs: [...input.tensors],
    async run({ pixels: image, words: text }) {
      const items = image.shape[0]
      const scores = Float32Array.from({ length: items }, (_, item) => {
        const [seen, asked] = [Number(image.data[6 * item + 2]) / 9, Number(text.data[4 * item + 1])]
        return 0.6 * seen + 0.3 * asked
      })
      return { y: { dtype: "float32", shape: [items, 1], data: scores } }
    },
  }
  const units = Array.from({ length: 10 }, (_, unit) => Int32Array.of(unit, unit + 1))
  const explanation = await explain({
    model,
    input,
    target: classProbability({ labels: 1, activation: "none" }),
    partitioner: fixedPartitions([fromParts(units)]),
  })
  const map = average(explanation)
  const [image, question] = explanation.grids.map((grid) => onGrid(map, grid))
  expect(peak(image)).toBe(2)
  expect(explanation.grids[1].labels![peak(question)]).toBe("colour")
  expect(question[1]).toBeCloseTo(0.3, 6)
})

test("a partitioner that looks at the scores so far finds the unit that counts by halving", async () => {
  const secret = 37
  let runs = 0
  const model = functionModel([64], (item) => [item[secret] / 2], { onRun: (items) => (runs += items) })
  const halving: Partitioner = {
    name: "halving",
    settings: {},
    total: () => null,
    async *partitions(): AsyncGenerator<Partition, void, Scored> {
      let [start, end] = [0, 64]
      while (end - start > 1) {
        const middle = (start + end) / 2
        const scored = yield fromParts([Int32Array.of(start, middle), Int32Array.of(middle, end)])
        const { scores, passes } = await scored()
        if (scores[passes - 2] > scores[passes - 1]) end = middle
        else start = middle
      }
      yield fromParts([Int32Array.of(start, end)], "found")
    },
  }
  const explanation = await explain({
    model,
    input: plainInput([64], new Float32Array(64).fill(1)),
    target: classProbability({ labels: 1, activation: "none" }),
    partitioner: halving,
  })
  expect([...explanation.partitions.at(-1)!.runs]).toEqual([secret, secret + 1])
  expect(explanation.passes).toBe(2 * 6 + 1)
  // The 13 of the search, and those of the preflight, alone and in a batch.
  expect(runs).toBeLessThan(30)
})

test("Occlusion is a method over the same sweep: each part is the input without one patch", async () => {
  const units = 12
  const width = 3
  const occlusion: Method = {
    name: "occlusion",
    settings: { width },
    partitioner: fixedPartitions([
      fromParts(
        Array.from({ length: units / width }, (_, patch): Part => {
          const [start, end] = [patch * width, (patch + 1) * width]
          return Int32Array.from([...(start > 0 ? [0, start] : []), ...(end < units ? [end, units] : [])])
        }),
      ),
    ]),
    /** How much of the score each patch takes away, at each of its units. */
    read(explanation: Explanation, target = explanation.targets[explanation.preferred].id) {
      const { targets, scores, passes } = explanation
      const position = positionOf(explanation, target)
      const map = new Float32Array(units)
      for (let patch = 0; patch < passes; patch++)
        map.fill(
          targets[position].score - scores[patch * targets.length + position],
          patch * width,
          (patch + 1) * width,
        )
      return map
    },
  }
  const model = functionModel([units], (item) => [(item[4] + 2 * item[10]) / 4])
  const explanation = await explain({
    model,
    input: plainInput([units], new Float32Array(units).fill(1)),
    target: classProbability({ labels: 1, activation: "none" }),
    partitioner: occlusion.partitioner,
  })
  const quarters = occlusion.read(explanation).filter((_, unit) => unit % width === 0)
  expect([...quarters]).toEqual([0, 0.25, 0, 0.5])
})

test("an explanation is data: a clone, and one that went to another thread, read out to the same bytes", async () => {
  const explanation = await explain({
    model: functionModel([6, 5], (item) => [item.reduce((sum, value) => sum + value, 0) / 30, 0.2]),
    input: plainInput([6, 5], new Float32Array(30).fill(0.7)),
    target: classProbability({ activation: "none" }),
  })
  const { port1, port2 } = new MessageChannel()
  const posted = new Promise<Explanation>((resolve) => port2.once("message", resolve))
  port1.postMessage(explanation)
  for (const copy of [structuredClone(explanation), await posted]) {
    expect(copy).toEqual(explanation)
    for (const target of [0, 1]) expect(average(copy, target)).toEqual(average(explanation, target))
    expect(standardError(copy)).toEqual(standardError(explanation))
    expect(coverage(copy)).toEqual(coverage(explanation))
  }
  port1.close()
})

test("a model that was built for another contract is refused with one sentence", async () => {
  const model = { ...functionModel([3], () => [1]), contract: 1 } as unknown as Model
  const input = plainInput([3], new Float32Array(3))
  await expect(explain({ model, input })).rejects.toMatchObject({
    code: "CONTRACT_MISMATCH",
    message: `backend "function" is built for contract 1, this version of @pami/core for contract ${contractVersion}: install matching versions.`,
    data: { expected: contractVersion, actual: "1" },
  })
})
