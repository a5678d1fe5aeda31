import { expect, test } from "vitest"
import { maskOf, noise } from "../../test/fixtures.ts"
import { denseInput, fromMasks, partOf } from "../index.ts"
import { encode, random } from "../tensor.ts"
import type { DenseInputOptions, DenseVariant, DType, Tensor, UnitTransform } from "../index.ts"

const units = [5, 70]
const layouts = [
  { layout: "NCHW", planes: 3, inner: 1, shape: [3, 5, 70], unitOf: (i: number) => i % 350 },
  { layout: "NHWC", planes: 1, inner: 3, shape: [5, 70, 3], unitOf: (i: number) => Math.floor(i / 3) },
]

for (const { layout, unitOf, ...form } of layouts)
  for (const dtype of ["float32", "float16", "uint8", "int32", "int64"] satisfies DType[])
    test(`the model sees exactly the preserved units, ${layout} ${dtype}, slots reused many times`, () => {
      const original = noise(1050, 1).map((v) => 100 + 90 * v)
      const baseline = noise(1050, 2).map((v) => 100 + 90 * v)
      const [seen, masked] = [encode(dtype, original), encode(dtype, baseline)]
      const input = denseInput({ name: "x", dtype, units, ...form, original, baseline })
      const writer = input.open(3)
      const next = random(5)
      for (let step = 0; step < 60; step++) {
        const slot = Math.floor(next() * 3)
        const density = next()
        const part = partOf(fromMasks([Array.from({ length: 350 }, () => next() < density)], units), 0)
        writer.preserve(slot, part)
        const { data, shape } = writer.feeds(3)["x"]
        expect(shape).toEqual([3, ...form.shape])
        const mask = maskOf(part, 350)
        const expected = Array.from(seen as Float32Array, (value, i) => (mask[unitOf(i)] ? value : masked[i]))
        expect([...data.subarray(slot * 1050, (slot + 1) * 1050)]).toEqual(expected)
      }
    })

test("feeds hold as many items as asked, and the model's other inputs for each of them", () => {
  const input = denseInput({
    name: "x",
    units: [2],
    planes: 1,
    inner: 1,
    shape: [2],
    original: Float32Array.of(1, 2),
    baseline: Float32Array.of(0, 0),
    others: { scale: { dtype: "int64", shape: [1], data: BigInt64Array.of(7n) } },
  })
  const feeds = input.open(4).feeds(3)
  expect(feeds["x"].shape).toEqual([3, 2])
  expect(feeds["scale"]).toEqual({ dtype: "int64", shape: [3, 1], data: BigInt64Array.of(7n, 7n, 7n) })
})

function digestOf(original: number, baseline: number): string {
  return denseInput({
    name: "x",
    units: [1],
    planes: 1,
    inner: 1,
    shape: [1],
    original: Float32Array.of(original),
    baseline: Float32Array.of(baseline),
  }).digest
}

test("the digest tells inputs and baselines apart", () => {
  expect(new Set([digestOf(1, 0), digestOf(1, 2), digestOf(0, 1)]).size).toBe(3)
  expect(digestOf(1, 0)).toBe(digestOf(1, 0))
})

test("data that does not fit its shape is refused with both sizes", () => {
  const options = { name: "x", units: [4], planes: 1, inner: 1, shape: [4], baseline: new Float32Array(4) }
  expect(() => denseInput({ ...options, original: new Float32Array(3) })).toThrow(/has 3 elements.*has 4/)
  expect(() => denseInput({ ...options, planes: 3, original: new Float32Array(4) })).toThrow(
    /3 planes and 1 values has 12 elements/,
  )
})

const signal = (options: Partial<DenseInputOptions> = {}) =>
  denseInput({
    name: "x",
    units: [6],
    planes: 1,
    inner: 1,
    shape: [6],
    original: Float32Array.of(1, 2, 3, 4, 5, 6),
    baseline: new Float32Array(6),
    ...options,
  })

test("an input says what it holds: its grid, its tensors, its variants and how it was made", () => {
  const size: Tensor = { dtype: "int64", shape: [2], data: BigInt64Array.of(3n, 4n) }
  expect(signal({ dtype: "float16", others: { size }, grid: "row", labels: [..."abcdef"] })).toMatchObject({
    grids: [{ name: "row", shape: [6], start: 0, labels: [..."abcdef"] }],
    tensors: [
      { name: "x", dtype: "float16", shape: [null, 6] },
      { name: "size", dtype: "int64", shape: [null, 2] },
    ],
    settings: {},
    findings: [],
    variants: [],
  })
  expect(signal().grids).toEqual([{ name: "units", shape: [6], start: 0 }])
  expect(signal({ settings: { masking: "black" } }).settings).toEqual({ masking: "black" })
})

test("the digest is that of the caller, or includes the other inputs", () => {
  expect(signal({ digest: "sha256:own" }).digest).toBe("sha256:own")
  const including = (value: bigint) =>
    signal({ others: { size: { dtype: "int64", shape: [1], data: BigInt64Array.of(value) } } }).digest
  expect(new Set([signal().digest, including(1n), including(2n)]).size).toBe(3)
})

const variant = (name: string, inverse?: UnitTransform | null): DenseVariant => ({
  name,
  settings: { by: 3 },
  ...(inverse === undefined ? {} : { inverse }),
  values: () => ({ shape: [6], channels: 1, data: new Float32Array(6).fill(9) }),
  make: () => ({ original: new Float32Array(6).fill(7), baseline: new Float32Array(6).fill(-7) }),
})

test("variants are named with their transforms, and recorded in the settings", () => {
  const inverse: UnitTransform = { sources: Int32Array.of(5, 4, 3, 2, 1, 0) }
  const input = signal({ variants: [variant("flip", inverse), variant("darker", null)], settings: { a: 1 } })
  expect(input.variants).toEqual([{ name: "flip", inverse: { units: inverse } }, { name: "darker" }])
  expect(input.settings).toEqual({
    a: 1,
    variants: [
      { name: "flip", by: 3 },
      { name: "darker", by: 3 },
    ],
  })
  expect([...input.values!("units", 0).data]).toEqual([1, 2, 3, 4, 5, 6])
  expect([...input.values!("units", 1).data]).toEqual([9, 9, 9, 9, 9, 9])
})

test("a variant is loaded before its parts are preserved, and made once as long as it is loaded", async () => {
  let made = 0
  const counted: DenseVariant = {
    ...variant("a"),
    make: () => {
      made++
      return variant("a").make()
    },
  }
  const writer = signal({ variants: [counted, variant("b")] }).open(2)
  expect(() => writer.preserve(0, Int32Array.of(0, 2), 1)).toThrow(
    "load variant 1 before its parts are preserved",
  )
  for (const number of [0, 1, 1, 0, 1]) await writer.load!(number)
  expect(made).toBe(1)
  writer.preserve(0, Int32Array.of(0, 2), 1)
  writer.preserve(1, Int32Array.of(4, 6))
  expect([...writer.feeds(2)["x"].data]).toEqual([7, 7, -7, -7, -7, -7, 0, 0, 0, 0, 5, 6])
  await writer.load!(2)
  await writer.load!(1)
  expect(made).toBe(2)
})

test("values of the caller are those that partitioners see", () => {
  const values = { shape: [6], channels: 1, data: new Uint8Array(6) }
  expect(signal({ values: () => values }).values!("units", 0)).toBe(values)
})

test("feeds are the slots from the first asked for", () => {
  const writer = signal().open(3)
  for (const slot of [0, 1, 2]) writer.preserve(slot, Int32Array.of(slot, slot + 1))
  expect([...writer.feeds(1, 2)["x"].data]).toEqual([0, 0, 3, 0, 0, 0])
  expect(writer.feeds(2, 1)["x"].shape).toEqual([2, 6])
})

test("a writer that was closed does not show in the next one", () => {
  const input = signal()
  const first = input.open(2)
  first.preserve(0, Int32Array.of(0, 6))
  first.preserve(1, Int32Array.of(3, 5))
  first.close()
  const second = input.open(2)
  expect([...second.feeds(2)["x"].data]).toEqual(Array.from({ length: 12 }, () => 0))
  second.preserve(1, Int32Array.of(1, 2))
  expect([...second.feeds(2)["x"].data]).toEqual([0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0])
  // Two that are open at once, of different sizes, are apart.
  const third = input.open(1)
  third.preserve(0, Int32Array.of(0, 6))
  expect([...second.feeds(1)["x"].data]).toEqual([0, 0, 0, 0, 0, 0])
})

test("a part far apart and a part of many runs are masked again", () => {
  const units = 5000
  const original = new Float32Array(units).fill(1)
  const input = denseInput({
    name: "x",
    units: [units],
    planes: 1,
    inner: 1,
    shape: [units],
    original,
    baseline: new Float32Array(units),
  })
  const writer = input.open(1)
  const ends = Int32Array.of(0, 1, units - 1, units)
  const comb = Int32Array.from({ length: units }, (_, i) => i)
  for (const part of [ends, comb, ends, Int32Array.of(7, 9), comb, new Int32Array(0), ends]) {
    writer.preserve(0, part)
    expect([...writer.feeds(1)["x"].data]).toEqual([...maskOf(part, units)])
  }
})

test("a baseline or a variant of another size is refused", async () => {
  expect(() => signal({ baseline: new Float32Array(5) })).toThrow(
    "the baseline has 5 elements; the shape [6] has 6",
  )
  const short: DenseVariant = {
    ...variant("short"),
    make: () => ({ original: new Float32Array(5), baseline: new Float32Array(6) }),
  }
  await expect(signal({ variants: [short] }).open(1).load!(1)).rejects.toThrow("the original has 5 elements")
})
