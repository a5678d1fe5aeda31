import { expect, test } from "vitest"
import { rgbToLab } from "./lab.ts"

test("white, black and the primaries of sRGB have their known Lab coordinates", () => {
  const lab = Float64Array.of(1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1)
  rgbToLab(lab)
  const expected = [100, 0, 0, 0, 0, 0, 53.24, 80.09, 67.2, 87.73, -86.18, 83.18, 32.3, 79.19, -107.86]
  lab.forEach((value, index) => expect(Math.abs(value - expected[index])).toBeLessThan(0.02))
})
