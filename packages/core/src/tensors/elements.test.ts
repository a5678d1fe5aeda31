import { expect, test } from "vitest"
import { decode, encode } from "../tensor.ts"

test("integers are rounded and kept inside their type", () => {
  const values = Float32Array.of(-300, -1.5, 0.49, 127.6, 300, 3e9)
  expect([...encode("uint8", values)]).toEqual([0, 0, 0, 128, 255, 255])
  expect([...encode("int8", values)]).toEqual([-128, -1, 0, 127, 127, 127])
  expect([...encode("int32", values)]).toEqual([-300, -1, 0, 128, 300, 2147483647])
  expect([...encode("int64", values)]).toEqual([-300n, -1n, 0n, 128n, 300n, 3000000000n])
})

test("elements of every type come back as numbers", () => {
  const shape = [2]
  expect([...decode({ dtype: "int64", shape, data: BigInt64Array.of(5n, -6n) })]).toEqual([5, -6])
  expect([...decode({ dtype: "float16", shape, data: Uint16Array.of(0x3c00, 0xc000) })]).toEqual([1, -2])
  expect([...decode({ dtype: "uint8", shape, data: Uint8Array.of(0, 255) })]).toEqual([0, 255])
})
