import { expect, test } from "vitest"
import { plain } from "../../test/fixtures.ts"
import { keepImportant } from "../index.ts"

const ones = plain([1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
const map = Float32Array.of(0.5, 0.1, 0.9, 0.2, 0.3)

test("the most important units stay, the rest is silence", () => {
  expect([...keepImportant(ones, map, 0.2, { hop: 2 }).data]).toEqual([0, 0, 0, 0, 1, 1, 0, 0, 0, 0])
  expect([...keepImportant(ones, map, 0.4, { hop: 2 }).data]).toEqual([1, 1, 0, 0, 1, 1, 0, 0, 0, 0])
  expect([...keepImportant(ones, map, 1, { hop: 2, fade: 1 }).data]).toEqual([...ones.data])
})

test("borders inside fade, the ends of the series do not, and all channels alike", () => {
  const wide = { data: new Float32Array(20).fill(1), length: 10, channels: 2 }
  const faded = [1, 1, 1, 1, 0.5, 0, 0, 0, 0, 0].flatMap((value) => [value, value])
  expect([...keepImportant(wide, Float32Array.of(1, 0), 0.5, { hop: 5, fade: 1 }).data]).toEqual(faded)
})

test("a map of another length and shares out of range are refused", () => {
  expect(() => keepImportant(ones, map, 0.5)).toThrow("10 values; got 5")
  for (const share of [0, 1.1, NaN])
    expect(() => keepImportant(ones, map, share, { hop: 2 })).toThrow(RangeError)
})
