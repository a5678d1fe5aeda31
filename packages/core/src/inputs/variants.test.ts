import { expect, test } from "vitest"
import { functionModel, maskOf, noise } from "../../test/fixtures.ts"
import {
  average,
  classProbability,
  coverage,
  denseInput,
  explain,
  fromMasks,
  fromParts,
  partOf,
} from "../index.ts"
import { random } from "../tensor.ts"
import type { DenseVariant, Part, Partitioner } from "../index.ts"

const count = 24
const units = [4, 6]
const form = { name: "x", units, planes: 2, inner: 1, shape: [2, 4, 6] }

/** The input turned by a few units, with its own numbers for the baseline. */
function turned(original: Float32Array, by: number): DenseVariant {
  const at = (unit: number) => (unit + by) % count
  return {
    name: `turned by ${by}`,
    settings: { by },
    make: () => ({
      original: original.map((_, i) => original[Math.floor(i / count) * count + at(i % count)]),
      baseline: noise(2 * count, 50 + by),
    }),
    values: () => ({ shape: units, channels: 1, data: new Float32Array(count) }),
    inverse: { sources: Int32Array.from({ length: count }, (_, unit) => (unit - by + count) % count) },
  }
}

test("a slot that goes from one variant to another shows exactly the part of the one, over its own baseline", async () => {
  const [original, baseline] = [noise(2 * count, 1), noise(2 * count, 2)]
  const variants = [turned(original, 5), turned(original, 11)]
  const all = [{ original, baseline }, ...(await Promise.all(variants.map((variant) => variant.make())))]
  const writer = denseInput({ ...form, original, baseline, variants }).open(2)
  const next = random(7)
  for (let step = 0; step < 80; step++) {
    const [slot, variant] = [Math.floor(2 * next()), Math.floor(3 * next())]
    const part = partOf(fromMasks([Array.from({ length: count }, () => next() < 0.4)], units), 0)
    await writer.load!(variant)
    writer.preserve(slot, part, variant)
    const mask = maskOf(part, count)
    const expected = Array.from(all[variant].original, (value, i) =>
      mask[i % count] ? value : all[variant].baseline[i],
    )
    expect([...writer.feeds(2)["x"].data.subarray(slot * 2 * count, (slot + 1) * 2 * count)]).toEqual(
      expected,
    )
  }
})

test("maps of variants are transformed back: the mean over all parts that show a unit, wherever it lies in the variant", async () => {
  const original = noise(2 * count, 3)
  const variants = [turned(original, 5), turned(original, 11)]
  const input = denseInput({ ...form, original, baseline: new Float32Array(2 * count), variants })
  const next = random(9)
  const parts: { part: Part; variant: number }[] = Array.from({ length: 60 }, (_, index) => ({
    part: partOf(fromMasks([Array.from({ length: count }, () => next() < 0.3)], units), 0),
    variant: index % 3,
  }))
  const partitioner: Partitioner = {
    name: "random",
    settings: {},
    total: () => parts.length,
    partitions: () => parts.map(({ part, variant }) => ({ ...fromParts([part]), variant })),
  }
  const model = functionModel([2, 4, 6], (item) => [
    0,
    item.reduce((sum, value, i) => sum + value * ((i % 7) - 3), 0),
  ])
  const explanation = await explain({ model, input, target: classProbability(), partitioner, batch: 7 })
  const map = average(explanation, 1)
  const seen = coverage(explanation)
  for (let unit = 0; unit < count; unit++) {
    // Where this unit lies in each variant.
    const places = [unit, (unit - 5 + count) % count, (unit - 11 + count) % count]
    const here = parts.flatMap(({ part, variant }, pass) =>
      maskOf(part, count)[places[variant]] ? [explanation.scores[2 * pass + 1]] : [],
    )
    expect(seen[unit]).toBe(here.length)
    // One rounding to 32 bits.
    expect(map[unit]).toBeCloseTo(here.reduce((a, b) => a + b, 0) / here.length, 6)
  }
})

test("partitioners see the original by default, the numbers of a unit side by side", () => {
  const original = Float32Array.from({ length: 2 * count }, (_, i) => i)
  const { data, channels } = denseInput({ ...form, original, baseline: original }).values!("units", 0)
  expect(channels).toBe(2)
  expect([...data.subarray(0, 4)]).toEqual([0, count, 1, count + 1])
})
