import { createHash } from "node:crypto"
import { expect, test } from "vitest"
import { noise } from "../../test/fixtures.ts"
import { denseInput } from "../index.ts"
import { digestInTurns, sha256, sha256InTurns } from "../tensor.ts"

test("the digest is that of the platform, for every length around the block size, in one piece or two", () => {
  const bytes = new Uint8Array(noise(200, 1).buffer)
  for (let length = 0; length <= 200; length++) {
    const part = bytes.subarray(0, length)
    const expected = `sha256:${createHash("sha256").update(part).digest("hex")}`
    expect(sha256([part])).toBe(expected)
    expect(sha256([part.subarray(0, length >> 1), part.subarray(length >> 1)])).toBe(expected)
  }
})

test("in turns it is the same, across slices, and for an input", async () => {
  const long = noise(700_001, 2)
  expect(await sha256InTurns([long.subarray(1), long])).toBe(sha256([long.subarray(1), long]))
  const halves = { dtype: "float16" as const, original: long.subarray(0, 12), baseline: new Float32Array(12) }
  const input = denseInput({ ...halves, name: "x", units: [12], planes: 1, inner: 1, shape: [12] })
  expect(await digestInTurns(halves)).toBe(input.digest)
})
