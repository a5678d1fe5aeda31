import { expect, test } from "vitest"
import { maskOf, partsOf, plainInput } from "../../test/fixtures.ts"
import { countParts, slidingWindow, unitsOf } from "../index.ts"
import { random, sizeOf } from "../tensor.ts"
import type { Partition, SlidingWindowOptions } from "../index.ts"

const inputOf = (units: number[]) => plainInput(units, new Float32Array(sizeOf(units)))

function windows(units: number[], options: SlidingWindowOptions) {
  const partitions = [...(slidingWindow(options).partitions(inputOf(units)) as Iterable<Partition>)]
  return { partitions, parts: partsOf(partitions) }
}

/** Returns whether the runs of a part are not empty, and follow one another. */
const isSorted = (part: Int32Array) =>
  part.every((unit, i) => i === 0 || (i % 2 === 1 ? unit > part[i - 1] : unit >= part[i - 1]))

/** Their definition, on masks: circles around columns 0, 6, ... and flipped rows 1, 7, .... */
function authorsCircles(size: number, radius: number, stride: number): string[] {
  const masks: string[] = []
  for (let i = 0; i < size; i += stride)
    for (let j = 1; j < size; j += stride)
      masks.push(
        Array.from({ length: size * size }, (_, unit) => {
          const x = unit % size
          const y = size - 1 - Math.floor(unit / size)
          return Number((x - i) ** 2 + (y - j) ** 2 <= radius * radius)
        }).join(""),
      )
  return masks.sort()
}

test("the authors' mode gives exactly the authors' circles", () => {
  const { parts } = windows([32, 32], { radius: 6, stride: 3, mode: "authors" })
  expect(parts.map((part) => maskOf(part, 1024).join("")).sort()).toEqual(authorsCircles(32, 6, 3))
})

test("the paper's setting is 1,444 windows, in both modes, with the coverage that the authors have", () => {
  for (const mode of ["authors", "corrected"] as const) {
    const { parts } = windows([224, 224], { mode })
    expect(parts.length).toBe(1444)
    expect(slidingWindow({ mode }).total(inputOf([224, 224]))).toBe(1444)
    if (mode !== "authors") continue
    const coverage = new Int32Array(224 * 224)
    for (const part of parts)
      for (let i = 0; i < part.length; i += 2)
        for (let unit = part[i]; unit < part[i + 1]; unit++) coverage[unit]++
    expect(coverage[0]).toBe(41)
    expect(Math.max(...coverage)).toBe(142)
  }
})

test("the corrected lattice treats all borders alike", () => {
  const [height, width] = [40, 61]
  const coverage = new Int32Array(height * width)
  for (const part of windows([height, width], { radius: 8, stride: 3 }).parts)
    maskOf(part, coverage.length).forEach((bit, unit) => (coverage[unit] += bit))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      expect(coverage[y * width + x]).toBe(coverage[(height - 1 - y) * width + x])
      expect(coverage[y * width + x]).toBe(coverage[y * width + width - 1 - x])
    }
})

test("a ball in a volume and an interval in a signal hold the units within the radius", () => {
  const ball = windows([9, 9, 9], { radius: 3, stride: 3 }).parts
  expect(ball.length).toBe(27)
  const centre = ball.find((part) => maskOf(part, 729)[364] === 1 && unitsOf(part) === 123)!
  expect([...maskOf(centre, 729)]).toEqual(
    Array.from({ length: 729 }, (_, u) =>
      Number(((u % 9) - 4) ** 2 + ((Math.floor(u / 9) % 9) - 4) ** 2 + (Math.floor(u / 81) - 4) ** 2 <= 9),
    ),
  )
  const intervals = windows([20], { radius: 2, stride: 4 }).parts.map((part) => [...part])
  expect(intervals.sort((a, b) => a[0] - b[0])).toEqual([
    [0, 4],
    [4, 8],
    [8, 12],
    [12, 16],
    [16, 20],
  ])
})

test("squares reach as far along the diagonal as along the axes", () => {
  const { parts } = windows([9, 9], { shape: "square", radius: 2, stride: 3 })
  expect(parts.length).toBe(9)
  const middle = Array.from({ length: 81 }, (_, u) =>
    Number(Math.abs((u % 9) - 4) <= 2 && Math.abs(Math.floor(u / 9) - 4) <= 2),
  )
  expect(parts.map((part) => maskOf(part, 81).join(""))).toContain(middle.join(""))
})

test("the first lattice covers every unit and no window comes twice, on random grids", () => {
  const next = random(3)
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  for (let trial = 0; trial < 200; trial++) {
    const axes = whole(1, 3)
    const units = Array.from({ length: axes }, () => whole(1, axes === 3 ? 14 : 60))
    const shape = trial % 2 ? "circle" : "square"
    const radius = whole(2, 12)
    const stride = whole(1, Math.max(1, Math.floor(radius / 2)))
    const { partitions, parts } = windows(units, { shape, radius, stride })
    const count = sizeOf(units)
    const covered = new Uint8Array(count)
    for (const part of partsOf(partitions.slice(0, 1)))
      maskOf(part, count).forEach((bit, u) => (covered[u] |= bit))
    expect(
      covered.every((bit) => bit === 1),
      `${shape} ${radius} at ${stride} on ${units.join("x")}`,
    ).toBe(true)
    expect(parts.every(isSorted)).toBe(true)
    expect(parts.length).toBe(units.reduce((n, length) => n * Math.ceil(length / stride), 1))
    expect(parts.length).toBe(slidingWindow({ shape, radius, stride }).total(inputOf(units)))
  }
})

test("a number of passes gives at least as many windows, and just as many cover every unit, on random grids", () => {
  const next = random(5)
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  for (let trial = 0; trial < 80; trial++) {
    const axes = whole(1, 3)
    const units = Array.from({ length: axes }, () => whole(1, axes === 3 ? 14 : 80))
    const radius = whole(2, 12)
    const options = { shape: trial % 2 ? "circle" : "square", radius } as const
    const smallest = slidingWindow({ ...options, passes: 1 }).total(inputOf(units))!
    const passes = whole(smallest, smallest * 20)
    const { parts } = windows(units, { ...options, passes })
    const covered = new Uint8Array(sizeOf(units))
    for (const part of parts.slice(0, passes))
      maskOf(part, covered.length).forEach((bit, u) => (covered[u] |= bit))
    const what = `${options.shape} ${radius}, ${passes} passes on ${units.join("x")}`
    expect(
      covered.every((bit) => bit === 1),
      what,
    ).toBe(true)
    // One window a unit is as dense as it gets.
    expect(parts.length, what).toBeGreaterThanOrEqual(Math.min(passes, sizeOf(units)))
    expect(parts.length).toBe(slidingWindow({ ...options, passes }).total(inputOf(units)))
  }
})

test("on 224x224, 16 windows of the paper's radius are the fewest that cover", () => {
  const units = [224, 224]
  const total = (passes: number) => slidingWindow({ passes }).total(inputOf(units))
  expect(total(1)).toBe(16)
  expect(total(17)).toBe(16 + 64)
  expect(total(300)).toBe(16 + 1024)
  expect(total(6000)).toBe(16 + 16384)
})

test("options out of range are refused with what is allowed", () => {
  expect(() => windows([10, 10], { radius: 0 })).toThrow(/radius is at least 1; got 0/)
  expect(() => windows([10, 10], { stride: 0.5 })).toThrow(/stride is at least 1; got 0.5/)
  expect(() => windows([50, 50], { radius: 4, stride: 9 })).toThrow(/stride of at most 5/)
  expect(() => windows([2, 2, 2, 2], {})).toThrow(/1, 2 or 3 axes; got 4/)
  expect(() => windows([], {})).toThrow(/1, 2 or 3 axes; got 0/)
})

test("a radius far beyond the input costs no more than one that reaches across", () => {
  for (const radius of [1e9, Infinity]) {
    const partitioner = slidingWindow({ radius, stride: 4 })
    const { partitions, parts } = windows([20, 24], { radius, stride: 4 })
    expect(partitioner.total(inputOf([20, 24]))).toBe(30)
    expect(partitioner.planned!(inputOf([20, 24]))).toEqual([partitions.length])
    expect(parts.every((part) => unitsOf(part) === 480)).toBe(true)
  }
})

test("without options the windows are the paper's, relative to the shortest axis", () => {
  const { partitions, parts } = windows([112, 56], {})
  expect(partitions[0].name).toBe("circles of radius 10, lattice 1 of 16")
  expect(partitions[15].name).toBe("circles of radius 10, lattice 16 of 16")
  expect(parts.length).toBe(56 * 28)
})

test("the paper's windows come in 64 lattices, of which the first covers the image with 25", () => {
  const { partitions } = windows([224, 224], {})
  expect(partitions.length).toBe(64)
  expect(countParts(partitions[0])).toBe(25)
})

test("a short axis does not keep the lattices of a long one together", () => {
  expect(slidingWindow({ radius: 8, stride: 1 }).planned!(inputOf([4, 64]))).toEqual([4 * 8])
})

test("the first lattice is as coarse as covers the input, just so", () => {
  const { partitions } = windows([24], { shape: "square", radius: 3, stride: 2 })
  expect(partitions.map(countParts)).toEqual([6, 6])
})

test("windows follow one another from the first unit to the last", () => {
  const { partitions } = windows([20], { radius: 2, stride: 4 })
  expect(partsOf(partitions).map(([start]) => start)).toEqual([0, 4, 8, 12, 16])
})

test("the authors' rows start one from the bottom, their columns at the left border", () => {
  const { parts } = windows([13, 15], { radius: 6, stride: 6, mode: "authors" })
  // Rows 11 and 5, columns 0, 6 and 12.
  expect(parts.length).toBe(6)
  const centres = [11, 5].flatMap((y) => [0, 6, 12].map((x) => [y, x]))
  const masks = centres.map(([y, x]) =>
    Array.from({ length: 195 }, (_, u) => Number(((u % 15) - x) ** 2 + (Math.floor(u / 15) - y) ** 2 <= 36)),
  )
  expect(parts.map((part) => [...maskOf(part, 195)])).toEqual(masks)
})

test("a stride, and the authors' mode, leave no choice to a number of passes", () => {
  const total = (options: SlidingWindowOptions) => slidingWindow(options).total(inputOf([40, 40]))
  expect(total({ radius: 8, stride: 4, passes: 1000 })).toBe(100)
  expect(total({ radius: 8, mode: "authors", passes: 1 })).toBe(total({ radius: 8, mode: "authors" }))
})

test("a number of passes that a lattice has exactly needs none denser", () => {
  const total = (passes: number) => slidingWindow({ radius: 2, passes }).total(inputOf([16]))
  expect([4, 5, 12, 13].map(total)).toEqual([4, 12, 12, 20])
  // As many windows as units: there is none denser.
  expect(slidingWindow({ radius: 1, passes: 100 }).total(inputOf([2, 2, 2]))).toBe(8)
})

test("the manifest records the options", () => {
  expect(slidingWindow({ radius: 3, passes: 9 }).settings).toEqual({
    shape: "circle",
    mode: "corrected",
    radius: 3,
    stride: null,
    passes: 9,
  })
})
