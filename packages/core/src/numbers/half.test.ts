import { expect, test } from "vitest"
import { fromHalf, toHalf } from "../tensor.ts"

test("every half-precision number survives the way there and back", () => {
  for (let bits = 0; bits < 65536; bits++) {
    const value = fromHalf(bits)
    if (Number.isNaN(value)) expect(fromHalf(toHalf(value))).toBeNaN()
    else if (toHalf(value) !== bits) expect.fail(`${bits} -> ${value} -> ${toHalf(value)}`)
  }
})

test("numbers between two halves go to the nearer one, ties to even", () => {
  expect(fromHalf(toHalf(2049))).toBe(2048)
  expect(fromHalf(toHalf(2051))).toBe(2052)
  expect(fromHalf(toHalf(2049.001))).toBe(2050)
  expect(fromHalf(toHalf(65519.9))).toBe(65504)
  expect(fromHalf(toHalf(65520))).toBe(Infinity)
  expect(fromHalf(toHalf(-3e-8))).toBe(-(2 ** -24))
})
