import { expect, test } from "vitest"
import { cosine, cubeRoot, decay, fifthRoot } from "./elementary.ts"

/** Rounding errors of doubles, and no more. */
function expectSame(own: number, builtIn: number): void {
  expect(Math.abs(own - builtIn)).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(builtIn)))
}

test("roots, powers and waves are those of the engine, up to the last bits", () => {
  for (let step = 1; step <= 2000; step++) {
    const share = step / 2000
    expectSame(cubeRoot(share), Math.cbrt(share))
    expectSame(cubeRoot(share * 1e6), Math.cbrt(share * 1e6))
    expectSame(fifthRoot(share), share ** 0.2)
    expectSame(decay(share * 32), Math.exp(-share * 32))
    expectSame(cosine(share * 12 - 6), Math.cos((share * 12 - 6) * (Math.PI / 2)))
  }
  expect([decay(0), cosine(0), cubeRoot(27), fifthRoot(1)]).toEqual([1, 1, 3, 1])
})
