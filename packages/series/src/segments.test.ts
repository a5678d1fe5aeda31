import { countParts, denseInput, partOf, type Partition } from "@pami/core"
import { expect, test } from "vitest"
import { segments, type SegmentsOptions } from "./index.ts"

const inputOf = (...units: number[]) => {
  const size = units.reduce((a, b) => a * b, 1)
  const data = new Float32Array(size)
  return denseInput({ name: "x", units, planes: 1, inner: 1, shape: units, original: data, baseline: data })
}
const partitionsOf = (options: SegmentsOptions, ...units: number[]) => {
  const partitioner = segments(options)
  const input = inputOf(...units)
  const partitions = [...(partitioner.partitions(input) as Iterable<Partition>)]
  const parts = partitions.reduce((sum, partition) => sum + countParts(partition), 0)
  expect([partitioner.total(input), partitioner.planned!(input)]).toEqual([parts, [partitions.length]])
  return partitions
}

test("every unit lies in one part of each partition, on one axis and on two", () => {
  for (const units of [[100], [7], [1], [40, 3], [60, 40], [5, 2]])
    for (const partition of partitionsOf({}, ...units)) {
      const seen = new Uint8Array(units.reduce((a, b) => a * b, 1))
      for (let part = 0; part < countParts(partition); part++) {
        const runs = partOf(partition, part)
        for (let i = 0; i < runs.length; i += 2)
          for (let unit = runs[i]; unit < runs[i + 1]; unit++) seen[unit]++
      }
      expect(seen.every((times) => times === 1)).toBe(true)
    }
})

test("coarse pieces come first, then moved by a half, and each partition comes once", () => {
  const [first, second, third] = partitionsOf({ counts: [2, 4] }, 8)
  expect([...first.runs]).toEqual([0, 4, 4, 8])
  expect([...second.runs]).toEqual([0, 2, 2, 4, 4, 6, 6, 8])
  expect([...third.runs]).toEqual([0, 2, 2, 6, 6, 8])
  const all = partitionsOf({ passes: 1e6 }, 30).map(({ runs }) => runs.join())
  expect(new Set(all).size).toBe(all.length)
})

test("passes end the partitions at the first that reaches them", () => {
  const parts = (passes: number) =>
    partitionsOf({ passes }, 1000).reduce((sum, partition) => sum + countParts(partition), 0)
  expect([parts(1), parts(5)]).toEqual([4, 12])
  expect(parts(300)).toBeGreaterThanOrEqual(300)
  expect(parts(300)).toBeLessThan(340)
})

test("few channels are cut from one another, many into bands", () => {
  expect(partitionsOf({}, 64, 3)[0].name).toBe("4 x 3 patches")
  expect(partitionsOf({}, 64, 40)[0].name).toBe("4 x 4 patches")
  expect(partitionsOf({ counts: [2], bands: [1] }, 64, 40)[0].name).toBe("2 x 1 patches")
})

test("options out of range are refused", () => {
  for (const wrong of [{ counts: [] }, { counts: [0] }, { counts: [2], bands: [1, 2] }, { passes: 0 }])
    expect(() => segments(wrong)).toThrow(RangeError)
  expect(() => segments().total(inputOf(2, 2, 2))).toThrow("segments works on 1 or 2 axes; got 3")
})
