import { countParts, denseInput, partOf, unitsOf } from "@pami/core"
import type { Partition } from "@pami/core"
import { expect, test } from "vitest"
import { featureSegments, tablePartitions } from "../index.ts"
import type { TablePartitionsOptions } from "../index.ts"
import { halves } from "./sets.ts"

const inputOf = (units: number, variants = 0) =>
  denseInput({
    name: "x",
    units: [units],
    planes: 1,
    inner: 1,
    shape: [units],
    original: new Float32Array(units),
    baseline: new Float32Array(units),
    variants: Array.from({ length: variants }, (_, index) => ({
      name: `row ${index}`,
      settings: {},
      values: () => ({ shape: [units], channels: 1, data: new Float32Array(units) }),
      make: () => ({ original: new Float32Array(units), baseline: new Float32Array(units) }),
    })),
  })
const partitionsOf = (units: number, options: TablePartitionsOptions = {}, variants = 0) => [
  ...(tablePartitions(options).partitions(inputOf(units, variants)) as Iterable<Partition>),
]
const sets = (partition: Partition, units: number) =>
  Array.from({ length: countParts(partition) }, (_, k) => {
    const mask = new Uint8Array(units)
    const part = partOf(partition, k)
    for (let i = 0; i < part.length; i += 2) mask.fill(1, part[i], part[i + 1])
    return mask
  })

test.each([2, 3, 7, 8, 30])("of %i columns, every column is in exactly one part of each pair", (units) => {
  for (const partition of partitionsOf(units)) {
    const [one, other] = sets(partition, units)
    expect(one.map((value, unit) => value + other[unit])).toEqual(new Uint8Array(units).fill(1))
  }
})

test.each([3, 8, 30])("in the halves of %i columns, any two are together half of the times", (count) => {
  const rows = halves(count, () => 0.3)
  for (let a = 0; a < count; a++)
    for (let b = 0; b < a; b++) {
      const together = rows.filter((row) => row[a] === row[b]).length
      expect(together).toBe(rows.length / 2)
    }
})

test("a group is never cut, and a column outside it stands alone", () => {
  const groups = [{ columns: [1, 3] }]
  for (const partition of partitionsOf(5, { groups }))
    for (const set of sets(partition, 5)) expect(set[1]).toBe(set[3])
  const [segments] = featureSegments({ groups }).partitions(inputOf(5)) as Iterable<Partition>
  expect(sets(segments, 5).map((set) => set.join(""))).toEqual(["10000", "01010", "00100", "00001"])
})

test("the number of passes is exact", () => {
  const count = (partitions: readonly Partition[]) =>
    partitions.reduce((sum, one) => sum + countParts(one), 0)
  expect(tablePartitions().total(inputOf(6))).toBe(8 * 2 * 8)
  expect(count(partitionsOf(6))).toBe(8 * 2 * 8)
  for (const passes of [1, 9, 500]) {
    const some = partitionsOf(6, { passes })
    expect(count(some)).toBe(passes)
    expect(some).toHaveLength(tablePartitions({ passes }).planned!(inputOf(6))[0])
  }
})

test("each background row gets as many rounds", () => {
  const partitions = partitionsOf(4, {}, 2)
  const counts = [0, 1, 2].map((variant) => partitions.filter((one) => one.variant === variant).length)
  expect(counts).toEqual([24, 24, 24])
  expect(partitionsOf(4, {}, 19)).toHaveLength(20 * 8)
  // Too few passes for a round of each.
  expect(partitionsOf(4, { passes: 8 }, 3).map(({ variant }) => variant)).toEqual([0, 1, 2, 3])
})

test("another seed draws other halves, the same seed the same", () => {
  expect(partitionsOf(9, { seed: 1 })).toEqual(partitionsOf(9, { seed: 1 }))
  expect(partitionsOf(9, { seed: 2 })).not.toEqual(partitionsOf(9, { seed: 1 }))
})

test("one column, or one group, is explained by being there or not", () => {
  const [first] = partitionsOf(1)
  expect(sets(first, 1).map((set) => set[0])).toEqual([1, 0])
  expect(unitsOf(partOf(partitionsOf(3, { groups: [{ columns: [0, 1, 2] }] })[0], 0))).toBe(3)
})

test("options out of range are refused", () => {
  for (const passes of [0, 1.5, NaN]) expect(() => tablePartitions({ passes })).toThrow(RangeError)
  expect(() => partitionsOf(3, { groups: [{ columns: [2, 3] }] })).toThrow(/unit 3; the row has 3/)
})
