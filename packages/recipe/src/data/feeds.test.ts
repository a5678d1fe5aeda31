import type { TensorInfo } from "@pami/core"
import { expect, test } from "vitest"
import { readFeeds } from "./feeds.ts"

const types: Readonly<Record<string, { new (values: number): ArrayBufferView }>> = {
  "<f8": Float64Array,
  "<f4": Float32Array,
  "<i8": BigInt64Array,
  "<i4": Int32Array,
  "|b1": Uint8Array,
}

/** A file as numpy writes it. */
function npy(descr: string, shape: readonly number[], values: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ")
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }\n`
  const content = new types[descr](values.length) as unknown as Record<number, unknown> & ArrayBufferView
  for (const [i, value] of values.entries()) content[i] = descr === "<i8" ? BigInt(value) : value
  const start = [0x93, 78, 85, 77, 80, 89, 1, 0, header.length, 0]
  return Uint8Array.of(...start, ...new TextEncoder().encode(header), ...new Uint8Array(content.buffer))
}

function read(name: string, info: Omit<TensorInfo, "name">, value: string | Uint8Array) {
  const isText = typeof value === "string"
  const named = {
    recipe: { feeds: { [name]: isText ? value : "a.npy" } },
    feeds: isText ? {} : { [name]: value },
  }
  return readFeeds({ ...named, recipe: { ...named.recipe, input: "image" } }, [{ name: "other", ...info }])
}

const feed = async (info: Omit<TensorInfo, "name">, value: string | Uint8Array) =>
  read("other", info, value)["other"]

test.each<[Omit<TensorInfo, "name">, string | Uint8Array, readonly number[], readonly (number | bigint)[]]>([
  [{ dtype: "float32", shape: [null] }, "0.5", [], [0.5]],
  [{ dtype: "int64", shape: [null] }, npy("<i4", [], [16_000]), [], [16_000n]],
  [{ dtype: "int64", shape: [null] }, "9007199254740993", [], [9_007_199_254_740_993n]],
  [{ dtype: "float32", shape: [null] }, "16777217", [], [16_777_216]],
  [{ dtype: "int64", shape: [null, 1] }, npy("<f8", [1], [-3]), [1], [-3n]],
  [{ dtype: "bool", shape: [null] }, npy("|b1", [1, 1], [1]), [], [1]],
  [{ dtype: "bool", shape: [null, 2] }, "1", [2], [1, 1]],
  [{ dtype: "float32", shape: [null, 2] }, npy("<f8", [1, 2], [0.1, 2]), [2], [Math.fround(0.1), 2]],
  [{ dtype: "float16", shape: [null, 2] }, npy("<f4", [2], [1, -2]), [2], [0x3c00, 0xc000]],
  [{ dtype: "uint8", shape: [null, null] }, npy("<i8", [3], [0, 7, 255]), [3], [0, 7, 255]],
  [{ dtype: "float32", shape: [null, 2, 2] }, npy("<f4", [2, 1, 2], [1, 2, 3, 4]), [2, 2], [1, 2, 3, 4]],
  [{ dtype: "float32", shape: [null, null, 2] }, npy("<f4", [1, 1, 2], [1, 2]), [1, 2], [1, 2]],
  [{ dtype: "float32", shape: [null, null, 2] }, npy("<f4", [2, 2], [1, 2, 3, 4]), [2, 2], [1, 2, 3, 4]],
  [{ dtype: "float32", shape: [null, null, 2] }, "3", [1, 2], [3, 3]],
  [{ dtype: "int64", shape: [null] }, " -9007199254740993 ", [], [-9_007_199_254_740_993n]],
  [{ dtype: "int64", shape: [null] }, "9223372036854775807", [], [2n ** 63n - 1n]],
  [{ dtype: "int64", shape: [null] }, "-9223372036854775808", [], [-(2n ** 63n)]],
  [
    { dtype: "int32", shape: [null, 2] },
    npy("<f8", [2], [-(2 ** 31), 2 ** 31 - 1]),
    [2],
    [-(2 ** 31), 2 ** 31 - 1],
  ],
  [{ dtype: "int8", shape: [null, 2] }, npy("<i4", [2], [-128, 127]), [2], [-128, 127]],
  [{ dtype: "float32", shape: [null, 2] }, npy("<f8", [2], [NaN, -Infinity]), [2], [NaN, -Infinity]],
  [{ dtype: "float64", shape: [null] }, "1e300", [], [1e300]],
])("%j takes it", async (info, value, shape, data) => {
  const fed = await feed(info, value)
  expect(fed).toMatchObject({ dtype: info.dtype, shape })
  expect([...fed.data]).toEqual(data)
})

test.each<[Omit<TensorInfo, "name">, string | Uint8Array, string]>([
  [{ dtype: "uint8", shape: [null, 1] }, "256", "holds 256, which uint8 cannot"],
  [{ dtype: "int64", shape: [null] }, "9223372036854775808", "which int64 cannot"],
  [{ dtype: "float32", shape: [null] }, `1${"0".repeat(40)}`, "which float32 cannot"],
  [{ dtype: "int32", shape: [null] }, "0.5", "holds 0.5, which int32 cannot"],
  [{ dtype: "bool", shape: [null, 2] }, npy("<i8", [2], [1, 2]), "holds 2, which bool cannot"],
  [{ dtype: "float32", shape: [null, 1] }, npy("<i4", [1], [16_777_217]), "holds 16777217, which float32"],
  [{ dtype: "float16", shape: [null, 1] }, npy("<f8", [1], [1e6]), "holds 1000000, which float16"],
  [{ dtype: "int64", shape: [null, 1] }, npy("<f8", [1], [NaN]), "holds NaN, which int64"],
  [
    { dtype: "float32", shape: [null, 2, 128] },
    npy("<f4", [3], [1, 2, 3]),
    "one item [2, 128]; the array that is fed is [3]",
  ],
  [{ dtype: "float32", shape: [null, 1e9, 1e9] }, "1", "more than the"],
  [{ dtype: "string", shape: [null] }, "1", "takes texts"],
  [{ dtype: "int8", shape: [null] }, "128", "which int8 cannot"],
  [{ dtype: "int64", shape: [null] }, "0.5", "which int64 cannot"],
  [{ dtype: "int64", shape: [null, 1] }, npy("<f8", [1], [1.5]), "which int64 cannot"],
  [{ dtype: "int8", shape: [null] }, "-129", "which int8 cannot"],
  [{ dtype: "int32", shape: [null] }, "2147483648", "which int32 cannot"],
  [{ dtype: "int32", shape: [null] }, "-2147483649", "which int32 cannot"],
  [{ dtype: "int64", shape: [null] }, "-9223372036854775809", "which int64 cannot"],
  [{ dtype: "uint8", shape: [null] }, "-1", "which uint8 cannot"],
  [{ dtype: "float32", shape: [null, null, 2] }, npy("<f4", [2, 1, 2], [1, 2, 3, 4]), "fed is [2, 1, 2]"],
  [{ dtype: "float32", shape: [null, null, 2] }, npy("<f4", [2], [1, 2]), "one item [?, 2]"],
  [{ dtype: "float32", shape: [null, 2] }, npy("<f4", [3], [1, 2, 3]), "fed is [3]"],
  [{ dtype: "float32", shape: [null] }, npy("<f4", [2], [1, 2]), "a single number"],
])("%j does not take it", async (info, value, message) => {
  await expect(feed(info, value)).rejects.toMatchObject({
    code: "SHAPE_MISMATCH",
    message: expect.stringContaining(message),
  })
})

test("an input that the model does not have is named", () => {
  expect(() => read("size", { dtype: "float32", shape: [null] }, "1")).toThrow(
    expect.objectContaining({ code: "INPUT_NOT_FOUND", message: expect.stringContaining("it has other") }),
  )
})
