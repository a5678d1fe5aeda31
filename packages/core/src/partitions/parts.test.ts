import { expect, test } from "vitest"
import { maskOf } from "../../test/fixtures.ts"
import { countParts, fromLabels, fromMasks, partOf, unitsOf } from "../index.ts"
import { random } from "../tensor.ts"

test("a label map becomes one part for each label, in the order of the labels", () => {
  const labels = Int32Array.of(7, 7, -1, 3, 3, 7, 3, 3)
  const partition = fromLabels(labels, [2, 4])
  expect(countParts(partition)).toBe(3)
  expect([...partOf(partition, 0)]).toEqual([2, 3])
  expect([...partOf(partition, 1)]).toEqual([3, 5, 6, 8])
  expect([...partOf(partition, 2)]).toEqual([0, 2, 5, 6])
})

test("every unit lies in exactly the part of its label, on random maps", () => {
  const next = random(1)
  for (let trial = 0; trial < 50; trial++) {
    const units = [1 + Math.floor(next() * 12), 1 + Math.floor(next() * 12)]
    const labels = Int32Array.from({ length: units[0] * units[1] }, () => Math.floor(next() * 5))
    const partition = fromLabels(labels, units)
    const present = [...new Set(labels)].sort((a, b) => a - b)
    expect(countParts(partition)).toBe(present.length)
    for (const [k, label] of present.entries())
      expect([...maskOf(partOf(partition, k), labels.length)]).toEqual(
        [...labels].map((l) => Number(l === label)),
      )
  }
})

test("masks may overlap and each preserves its non-zero units", () => {
  const partition = fromMasks([Uint8Array.of(1, 1, 0, 255), [false, true, true, false]], [4])
  expect([...partOf(partition, 0)]).toEqual([0, 2, 3, 4])
  expect([...partOf(partition, 1)]).toEqual([1, 3])
  expect(unitsOf(partOf(partition, 0))).toBe(3)
})

test("a label map or mask of another size is refused with both sizes", () => {
  expect(() => fromLabels(new Int32Array(5), [2, 3])).toThrow(/2x3 units has 6 entries; this one has 5/)
  expect(() => fromMasks([new Uint8Array(7)], [2, 3])).toThrow(/6 entries; this one has 7/)
})
