import { startServer } from "@pami/test-models/open-inference"
import type { DType, TensorData } from "@pami/core"
import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { openInference } from "../src/index.ts"
import { fromBfloat16, toBfloat16 } from "../src/tensors/bfloat16.ts"
import { echo, lengths } from "./models.ts"

const cases: readonly [datatype: string, dtype: DType, data: TensorData][] = [
  ["BOOL", "bool", Uint8Array.of(0, 1, 1)],
  ["UINT8", "uint8", Uint8Array.of(0, 7, 255)],
  ["INT8", "int8", Int8Array.of(-128, 0, 127)],
  ["UINT16", "int32", Int32Array.of(0, 1, 65535)],
  ["INT16", "int32", Int32Array.of(-32768, 0, 32767)],
  ["UINT32", "int64", BigInt64Array.of(0n, 1n, 2n ** 32n - 1n)],
  ["INT32", "int32", Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1)],
  ["UINT64", "int64", BigInt64Array.of(0n, 1n, 2n ** 53n - 1n)],
  ["INT64", "int64", BigInt64Array.of(-(2n ** 53n) + 1n, 0n, 9n)],
  ["FP32", "float32", Float32Array.of(0.1, -0, 1e-45)],
  ["FP64", "float64", Float64Array.of(0.1, -0, 5e-324)],
]
const models = Object.fromEntries(
  [...cases.map(([name]) => name), "FP16", "BF16"].map((name) => [name, echo(name)]),
)
const ask = async (url: string, name: string, dtype: DType, data: TensorData) =>
  (await openInference().load(`${url}/models/${name}`)).run({ x: { dtype, shape: [1, 3], data } as never })

test("numbers of every datatype arrive and return as they are, as bytes and as JSON", async () => {
  for (const binary of [true, false]) {
    await using server = await startServer({ models, binary })
    for (const [name, dtype, data] of cases) {
      const { y } = await ask(server.url, name, dtype, data)
      expect([name, y.dtype, y.data]).toEqual([name, dtype, data])
      // `toEqual` takes -0 for 0 in typed arrays.
      expect([...y.data].every((value, i) => Object.is(value, data[i]))).toBe(true)
    }
  }
})

test("bytes carry what JSON cannot", async () => {
  await using server = await startServer({ models })
  const floats = Float32Array.of(NaN, -Infinity, 1)
  expect((await ask(server.url, "FP32", "float32", floats)).y.data).toEqual(floats)
  const large = BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n + 1n)
  expect((await ask(server.url, "INT64", "int64", large)).y.data).toEqual(large)

  await using plain = await startServer({ models, binary: false })
  await expect(ask(plain.url, "FP32", "float32", floats)).rejects.toMatchObject({
    code: "SHAPE_MISMATCH",
    message: expect.stringContaining("JSON cannot carry"),
  })
  await expect(ask(plain.url, "INT64", "int64", large)).rejects.toMatchObject({
    code: "API_ANSWER_INVALID",
    message: expect.stringContaining(
      "element 0 is -9223372036854776000, an integer that JSON does not carry exactly",
    ),
  })
})

test("a number that the datatype cannot hold is refused, not wrapped", async () => {
  await using server = await startServer({ models })
  await expect(ask(server.url, "UINT16", "int32", Int32Array.of(0, -1, 0))).rejects.toMatchObject({
    code: "SHAPE_MISMATCH",
    message: 'input "x" takes UINT16, which cannot hold -1, its element 1',
  })
  await expect(ask(server.url, "UINT64", "int64", BigInt64Array.of(0n, 0n, -5n))).rejects.toMatchObject({
    message: expect.stringContaining("cannot hold -5, its element 2"),
  })
})

test("BF16 is fed as float32, rounded to nearest even, which is a finding", async () => {
  await using server = await startServer({ models })
  const model = await openInference().load(server.address("BF16"))
  expect(model.inputs[0].dtype).toBe("float32")
  expect(model.findings).toContainEqual(expect.objectContaining({ code: "ELEMENTS_ROUNDED", level: "note" }))
  // 1 + 2^-8 is halfway between two numbers of 8 bits, as is 1 + 3 * 2^-8.
  const data = Float32Array.of(1 + 2 ** -8, 1 + 3 * 2 ** -8, -3.4e38)
  const { y } = await model.run({ x: { dtype: "float32", shape: [1, 3], data } })
  expect(y).toEqual({ dtype: "float32", shape: [1, 3], data: Float32Array.of(1, 1 + 2 ** -6, -Infinity) })
})

test("every bfloat16 is the nearest to itself, and of its neighbourhood", () => {
  const next = random(5)
  for (let bits = 0; bits < 2 ** 16; bits += 1 + Math.floor(next() * 9)) {
    const value = fromBfloat16(bits)
    if (Number.isNaN(value)) expect(fromBfloat16(toBfloat16(value))).toBeNaN()
    else expect(toBfloat16(value)).toBe(bits)
  }
  expect(fromBfloat16(toBfloat16(NaN))).toBeNaN()
})

test("texts are fed in UTF-8; outputs of texts are left out", async () => {
  for (const binary of [true, false]) {
    await using server = await startServer({ models: { lengths }, binary })
    const model = await openInference().load(server.address("lengths"))
    expect(model.inputs).toEqual([{ name: "text", dtype: "string", shape: [null] }])
    expect(model.outputs.map(({ name }) => name)).toEqual(["length"])
    expect(model.leftOut).toEqual([{ name: "copy", reason: expect.stringContaining("BYTES") }])
    const data = ["", "plain", 'größer "x"\n', "日本"]
    const { length } = await model.run({ text: { dtype: "string", shape: [4], data } })
    expect([...length.data]).toEqual([0, 5, 13, 6])
  }
})
