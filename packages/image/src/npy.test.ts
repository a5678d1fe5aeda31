import { expect, test } from "vitest"
import { decodeNpy, encodeNpy } from "./npy.ts"

test("the bytes that numpy 2.4 saves for np.array([[1, 2, 3], [4, 5, 6]], '<f4')", () => {
  const bytes = encodeNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3])
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
  expect(new TextDecoder("latin1").decode(bytes.subarray(0, 128))).toBe(
    `\u201cNUMPY\u0001\0v\0${header.padEnd(117)}\n`,
  )
  expect([...new Float32Array(bytes.slice(128).buffer)]).toEqual([1, 2, 3, 4, 5, 6])
})

test.each([[[6]], [[2, 3]], [[1, 2, 3]]])("an array of shape %j comes back", (shape) => {
  const data = Float32Array.of(1, -2.5, NaN, Infinity, 0, 1e-30)
  expect(decodeNpy(encodeNpy(data, shape))).toEqual({ shape, data })
})

test("other content is refused", () => {
  const bytes = encodeNpy(Float32Array.of(1, 2), [2])
  expect(() => encodeNpy(Float32Array.of(1, 2), [3])).toThrow("needs 3 values")
  expect(() => decodeNpy(bytes.subarray(0, bytes.length - 1))).toThrow("needs 8 bytes")
  expect(() => decodeNpy(new TextEncoder().encode("hello, world"))).toThrow("no .npy")
  const doubles = Uint8Array.from(bytes, (byte, i) => (bytes[i - 1] === 0x66 && byte === 0x34 ? 0x38 : byte))
  expect(() => decodeNpy(doubles)).toThrow("<f8")
})
