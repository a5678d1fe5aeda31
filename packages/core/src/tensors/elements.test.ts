import { runInNewContext } from "node:vm"
import { expect, test } from "vitest"
import type { DType, TensorData } from "../index.ts"
import { allocate, bytesOf, decode, encode, stores } from "../tensor.ts"

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

const values = Float32Array.of(-1.5, 0, 0.5, 2)

test("numbers of other types are stored as they are, and truth as 0 or 1", () => {
  expect(encode("float32", values)).toBe(values)
  expect(encode("float64", values)).toEqual(Float64Array.from(values))
  expect(encode("float16", values)).toEqual(Uint16Array.of(0xbe00, 0, 0x3800, 0x4000))
  expect(encode("bool", values)).toEqual(Uint8Array.of(1, 0, 1, 1))
})

test("numbers of 32 and 64 bits are read without a copy", () => {
  for (const data of [values, Float64Array.from(values)])
    expect(decode({ dtype: data === values ? "float32" : "float64", shape: [4], data })).toBe(data)
  expect(decode({ dtype: "int8", shape: [2], data: Int8Array.of(-128, 127) })).toEqual(
    Float64Array.of(-128, 127),
  )
  expect(decode({ dtype: "bool", shape: [2], data: Uint8Array.of(0, 1) })).toEqual(Float64Array.of(0, 1))
})

test.each([
  ["float32", 4, Float32Array],
  ["float16", 2, Uint16Array],
  ["float64", 8, Float64Array],
  ["uint8", 1, Uint8Array],
  ["int8", 1, Int8Array],
  ["int32", 4, Int32Array],
  ["int64", 8, BigInt64Array],
  ["bool", 1, Uint8Array],
] as [DType, number, new (length: number) => TensorData][])(
  "an element of %s has %i bytes",
  (dtype, bytes, type) => {
    const array = allocate(dtype, 3)
    expect(array).toEqual(new type(3))
    expect(bytesOf(dtype)).toBe(bytes)
    expect(stores(dtype, array)).toBe(true)
    expect(stores(dtype, runInNewContext(`new ${type.name}(2)`) as TensorData)).toBe(true)
    expect(stores(dtype, dtype === "float32" ? new Float64Array(1) : new Float32Array(1))).toBe(false)
    expect(stores(dtype, [1, 2] as never)).toBe(false)
    expect(stores(dtype, { [Symbol.toStringTag]: type.name } as never)).toBe(false)
  },
)

test("arrays of another realm are read, too", () => {
  const of = (dtype: DType, code: string) =>
    decode({ dtype, shape: [2], data: runInNewContext(code) as TensorData })
  expect([...of("int64", "BigInt64Array.of(5n, -6n)")]).toEqual([5, -6])
  expect([...of("float32", "Float32Array.of(0.5, 2)")]).toEqual([0.5, 2])
})
