import { expect, test } from "vitest"
import { cubeRoot, decay, fifthRoot } from "./elementary.ts"

/** Allows rounding errors of doubles only. */
function expectSame(own: number, builtIn: number): void {
  expect(Math.abs(own - builtIn)).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(builtIn)))
}

test("roots and exponentials equal the engine's, up to the last bits", () => {
  for (let step = 1; step <= 2000; step++) {
    const share = step / 2000
    expectSame(cubeRoot(share), Math.cbrt(share))
    expectSame(cubeRoot(share * 1e6), Math.cbrt(share * 1e6))
    expectSame(fifthRoot(share), share ** 0.2)
    expectSame(decay(share * 32), Math.exp(-share * 32))
  }
  expect([decay(0), cubeRoot(27), fifthRoot(1)]).toEqual([1, 3, 1])
})
