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
  expect(decodeNpy(encodeNpy(data, shape))).toEqual({ shape, dtype: "float32", data })
})

/** A file as numpy writes it. */
function npy(
  descr: string,
  shape: string,
  content: readonly number[],
  fortran = "False",
  version = 1,
): Uint8Array {
  const header = new TextEncoder().encode(
    `{'descr': ${descr}, 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`,
  )
  const length = version === 1 ? [header.length, 0] : [header.length, 0, 0, 0]
  return Uint8Array.of(0x93, 78, 85, 77, 80, 89, version, 0, ...length, ...header, ...content)
}

const zeros = (length: number) => Array.from({ length }, () => 0)

// oxfmt-ignore
test.each([
  ["'|b1'", [0, 1, 255], "bool", Uint8Array.of(0, 1, 1)],
  ["'|i1'", [255, 2, 128], "int8", Int8Array.of(-1, 2, -128)],
  ["'<u2'", [1, 2, 3, 4, 5, 6], "uint16", Uint16Array.of(513, 1027, 1541)],
  ["'>i2'", [255, 254, 0, 1, 1, 0], "int16", Int16Array.of(-2, 1, 256)],
  ["'<i4'", [1, 0, 0, 0, 255, 255, 255, 255, 0, 1, 0, 0], "int32", Int32Array.of(1, -1, 256)],
  [
    "'<u8'", [255, 255, 255, 255, 255, 255, 255, 255, ...zeros(16)],
    "uint64", BigUint64Array.of(2n ** 64n - 1n, 0n, 0n),
  ],
  ["'>f2'", [0x3c, 0, 0xc0, 0, 0x7c, 0], "float16", Float32Array.of(1, -2, Infinity)],
  ["'>f4'", [0x3f, 0x80, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0], "float32", Float32Array.of(1, 0, 2)],
  ["'=f8'", [...zeros(6), 0xf0, 0x3f, ...zeros(16)], "float64", Float64Array.of(1, 0, 0)],
])("elements %s are read", (descr, content, dtype, data) => {
  expect(decodeNpy(npy(descr, "(3,)", content))).toEqual({ shape: [3], dtype, data })
})

test("an ArrayBuffer holds the same array, and a header without end is read in linear time", () => {
  const bytes = npy("'|u1'", "(2,)", [7, 8])
  expect(decodeNpy(bytes.slice().buffer)).toEqual(decodeNpy(bytes))
  const header = new TextEncoder().encode(`'descr': '<f4', ${"'shape': (".repeat(30_000)}`)
  const length = new Uint8Array(Uint32Array.of(header.length).buffer)
  const endless = Uint8Array.from([0x93, 78, 85, 77, 80, 89, 2, 0, ...length, ...header])
  expect(() => decodeNpy(endless)).toThrow("no shape")
})

test("a single number has no axis, and axes may be in either order", () => {
  expect(decodeNpy(npy("'|u1'", "()", [7]))).toEqual({ shape: [], dtype: "uint8", data: Uint8Array.of(7) })
  const columns = decodeNpy(npy("'|u1'", "(2, 1, 3)", [1, 4, 2, 5, 3, 6], "True", 2))
  expect(columns).toEqual({ shape: [2, 1, 3], dtype: "uint8", data: Uint8Array.of(1, 2, 3, 4, 5, 6) })
})

test.each([
  ["hello, world", new TextEncoder().encode("hello, world"), "its first bytes differ"],
  [
    "half an array",
    encodeNpy(Float32Array.of(1, 2), [2]).subarray(0, -1),
    "needs 8 bytes of data; 7 are there",
  ],
  ["more than there is", npy("'<f8'", "(90000, 90000, 90000)", [1]), "needs 5832000000000000 bytes"],
  ["half a header", npy("'<f4'", "(2,)", []).subarray(0, 40), "in the middle of its header"],
  ["text", npy("'<U4'", "(1,)", [1, 2, 3, 4]), "'<U4'"],
  ["records", npy("[('x', '<f4')]", "(1,)", [1, 2, 3, 4]), "[('x'"],
  ["no shape", npy("'<f4'", "(a,)", [1, 2, 3, 4]), "no shape"],
  ["a negative side", npy("'<f4'", "(-1,)", [1, 2, 3, 4]), "no shape"],
  ["another format", npy("'<f4'", "(1,)", [1, 2, 3, 4], "False", 9), "format 9"],
])("%s is refused", (_, bytes, message) => {
  expect(() => decodeNpy(bytes, "a.npy")).toThrow(
    expect.objectContaining({ code: "ARRAY_INVALID", message: expect.stringContaining(message) }),
  )
})

test("no other number of values than the shape's is written", () => {
  expect(() => encodeNpy(Float32Array.of(1, 2), [3])).toThrow("needs 3 values")
})
