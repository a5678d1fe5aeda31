import { createHash } from "node:crypto"
import { expect, test } from "vitest"
import { noise } from "../test/fixtures.ts"
import { sha256 } from "./index.ts"

test("the digest is that of the platform, for every length around the block size, in one piece or two", () => {
  const bytes = new Uint8Array(noise(200, 1).buffer)
  for (let length = 0; length <= 200; length++) {
    const part = bytes.subarray(0, length)
    const expected = `sha256:${createHash("sha256").update(part).digest("hex")}`
    expect(sha256([part])).toBe(expected)
    expect(sha256([part.subarray(0, length >> 1), part.subarray(length >> 1)])).toBe(expected)
  }
})
