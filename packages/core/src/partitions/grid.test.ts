import { expect, test } from "vitest"
import { maskOf, partsOf, plainInput } from "../../test/fixtures.ts"
import { countParts, grid } from "../index.ts"
import { random, sizeOf } from "../tensor.ts"
import type { Partition } from "../index.ts"

test("every position of the grid holds every unit exactly once, on random grids of one to four axes", () => {
  const next = random(4)
  for (let trial = 0; trial < 100; trial++) {
    const axes = 1 + (trial % 4)
    const units = Array.from({ length: axes }, () => 1 + Math.floor(next() * (axes > 2 ? 7 : 40)))
    const size = 1 + Math.floor(next() * 9)
    const shift = 1 + Math.floor(next() * size)
    const input = plainInput(units, new Float32Array(sizeOf(units)))
    const partitioner = grid({ size, shift })
    const partitions = [...(partitioner.partitions(input) as Iterable<Partition>)]
    for (const partition of partitions) {
      const covered = new Uint8Array(sizeOf(units))
      for (const part of partsOf([partition]))
        maskOf(part, covered.length).forEach((bit, u) => (covered[u] += bit))
      expect(
        covered.every((times) => times === 1),
        `${size}/${shift} on ${units.join("x")}`,
      ).toBe(true)
    }
    expect(partitioner.total(input)).toBe(
      partitions.reduce((sum, partition) => sum + countParts(partition), 0),
    )
  }
})

test("cells are cut where size and shift say", () => {
  const input = plainInput([10], new Float32Array(10))
  const cuts = [...(grid({ size: 4, shift: 2 }).partitions(input) as Iterable<Partition>)].map((partition) =>
    partsOf([partition]).map((part) => [...part]),
  )
  expect(cuts).toEqual([
    [
      [0, 4],
      [4, 8],
      [8, 10],
    ],
    [
      [0, 2],
      [2, 6],
      [6, 10],
    ],
  ])
})

test("a number of passes chooses the largest shift that gives as many", () => {
  const input = plainInput([64, 64], new Float32Array(4096))
  const total = grid({ size: 16, passes: 200 }).total(input)!
  expect(total).toBeGreaterThanOrEqual(200)
  expect(grid({ size: 16, passes: total + 1 }).total(input)).toBeGreaterThan(total)
})

test("options out of range are refused", () => {
  const input = plainInput([8], new Float32Array(8))
  expect(() => grid({ size: 0 }).total(input)).toThrow(/size is at least 1; got 0/)
  expect(() => grid({ shift: 0 }).total(input)).toThrow(/shift is at least 1; got 0/)
})

test("cells far larger than the input are one cell, however few units the grid is moved by", () => {
  const input = plainInput([9, 7], new Float32Array(63))
  expect(grid({ size: 1e9 }).total(input)).toBe(1)
  const moved = grid({ size: 1e9, shift: 3 })
  const partitions = [...(moved.partitions(input) as Iterable<Partition>)]
  expect([partitions.length]).toEqual(moved.planned!(input))
  expect(partitions.reduce((sum, partition) => sum + countParts(partition), 0)).toBe(moved.total(input))
})

const on = (...units: number[]) => plainInput(units, new Float32Array(sizeOf(units)))

test("by default cells are as wide as the window of the paper, and move by an eighth of that", () => {
  const partitions = [...(grid().partitions(on(112, 336)) as Iterable<Partition>)]
  expect(grid().planned!(on(112, 336))).toEqual([64])
  expect(partitions[0].name).toBe("grid of 3x9 cells")
  expect(partsOf(partitions)[0].slice(0, 2)).toEqual(Int32Array.of(0, 40))
})

test("a cut that rounds to the border of the input makes no empty cell", () => {
  const parts = partsOf(grid().partitions(on(32)) as Iterable<Partition>)
  expect(parts.every((part) => part[1] > part[0])).toBe(true)
  expect(grid().total(on(32))).toBe(parts.length)
})

test("with a shift, a number of passes has no effect", () => {
  expect(grid({ size: 8, shift: 4, passes: 1e6 }).planned!(on(32, 32))).toEqual([4])
})

test("the largest shift is chosen that gives exactly the passes, and none is below 1", () => {
  // 4 cells at one position; 9 at two, 3 units apart; 19 at four.
  expect(grid({ size: 4, passes: 9 }).total(on(16))).toBe(9)
  expect(grid({ size: 4, passes: 10 }).total(on(16))).toBe(19)
  expect(grid({ size: 4, passes: 1e6 }).total(on(16))).toBe(19)
})

test("a grid wider than one axis is moved along the other", () => {
  expect(grid({ size: 100, shift: 10 }).planned!(on(20, 50))).toEqual([25])
})

test("the manifest records the options", () => {
  expect(grid({ size: 4, shift: 2 }).settings).toEqual({ size: 4, shift: 2, passes: null })
  expect(grid({ passes: 9 }).settings).toEqual({ size: null, shift: null, passes: 9 })
})
