import { expect, test } from "vitest"
import { maskOf, noise } from "../../test/fixtures.ts"
import { denseInput, fromMasks, partOf } from "../index.ts"
import { encode, random } from "../tensor.ts"
import type { DType } from "../index.ts"

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
    /make 12 elements/,
  )
})
