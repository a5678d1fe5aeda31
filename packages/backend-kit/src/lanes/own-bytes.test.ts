import { expect, test } from "vitest"
import { ownBytes } from "./own-bytes.ts"

test("a part of a buffer is copied, a whole buffer is not", () => {
  const all = Uint8Array.of(1, 2, 3, 4)
  expect(ownBytes(all)).toBe(all)
  const own = ownBytes(all.subarray(1, 3))
  expect(own).toEqual(Uint8Array.of(2, 3))
  expect(own.buffer.byteLength).toBe(2)
})
