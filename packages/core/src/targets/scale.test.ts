import { expect, test } from "vitest"
import { formatScore, probabilityScale, valueScale } from "./scale.ts"

test("a probability is shown in per cent, and no other number is", () => {
  expect(formatScore(0.6234, probabilityScale)).toBe("62.3 %")
  expect(formatScore(0.00001, probabilityScale)).toBe("< 0.1 %")
  expect(formatScore(0.99999, probabilityScale)).toBe("> 99.9 %")
  expect(formatScore(1, probabilityScale)).toBe("100.0 %")
  expect(formatScore(0.6234, valueScale)).toBe("0.6234")
  expect(formatScore(-12.34567, { unit: "log-probability" })).toBe("−12.35")
})
