import type { Tensor } from "@pami/core"
import { describe, expect, test } from "vitest"
import { aliases, dynamicGraph, einsum, onlyPairs, scaled, sumOfKinds, unknownOps } from "../test/graphs.ts"
import { native } from "../test/native.ts"
import { type Device, tfjs } from "./index.ts"

const rows = (...values: number[]): Tensor => ({
  dtype: "float32",
  shape: [values.length / 2, 2],
  data: Float32Array.from(values),
})

describe.each<Device>(native ? ["cpu", "wasm", "node"] : ["cpu", "wasm"])("%s", (device) => {
  const backend = tfjs({ device })

  test("a graph declares inputs and outputs by the names of its signature", async () => {
    const model = await backend.load(sumOfKinds)
    expect(model.inputs).toEqual([
      { name: "bytes", dtype: "uint8", shape: [null, 2] },
      { name: "longs", dtype: "int64", shape: [null, 2] },
      { name: "flags", dtype: "bool", shape: [null, 2] },
    ])
    expect(model.outputs).toEqual([
      { name: "sum", dtype: "float32", shape: [null] },
      { name: "above", dtype: "bool", shape: [null] },
    ])
    await model.dispose()
  })

  test("a scalar, and a state with layers first, are fed and read with the batch first", async () => {
    const model = await backend.load(scaled)
    expect(model.inputs.map(({ shape }) => shape)).toEqual([[null, 2], [null], [null, 2, 3]])
    expect(model.outputs.map(({ shape }) => shape)).toEqual([
      [null, 2],
      [null, 2, 3],
    ])
    expect(model.limits.largestBatch).toBeUndefined()
    expect(model.findings).toContainEqual(expect.objectContaining({ code: "BATCH_AXES" }))
    const state = {
      dtype: "float32",
      shape: [3, 2, 3],
      data: Float32Array.from({ length: 18 }, (_, i) => i),
    } as const
    const rate = { dtype: "float32", shape: [3], data: Float32Array.of(2, 2, 2) } as const
    const { y, next } = await model.run({ x: rows(1, 2, 3, 4, 5, 6), rate, state })
    expect(y).toEqual(rows(2, 4, 6, 8, 10, 12))
    expect(next).toEqual(state)
    await model.dispose()
  })

  test("bytes, 64-bit integers and booleans are fed as declared", async () => {
    const model = await backend.load(sumOfKinds)
    const feeds = {
      bytes: { dtype: "uint8", shape: [2, 2], data: Uint8Array.of(1, 2, 3, 250) },
      longs: { dtype: "int64", shape: [2, 2], data: BigInt64Array.of(-1n, 2n, 3n, 4n) },
      flags: { dtype: "bool", shape: [2, 2], data: Uint8Array.of(0, 1, 1, 1) },
    } as const
    expect(await model.run(feeds)).toEqual({
      sum: { dtype: "float32", shape: [2], data: Float32Array.of(5, 262) },
      above: { dtype: "bool", shape: [2], data: Uint8Array.of(0, 1) },
    })
    await expect(model.run({ ...feeds, bytes: rows(1, 2, 3, 4) })).rejects.toMatchObject({
      code: "SHAPE_MISMATCH",
      message: 'input "bytes" takes uint8, got float32',
    })
    const longs = { ...feeds.longs, data: BigInt64Array.of(2n ** 31n, 0n, 0n, 0n) }
    await expect(model.run({ ...feeds, longs })).rejects.toThrow("does not fit into 32 bits")
    await model.dispose()
  })

  test.skipIf(device === "node")("feeds and weights that are outputs stay as they are", async () => {
    const model = await backend.load(aliases)
    const x = rows(1, 2)
    for (let run = 0; run < 2; run++) {
      const { y, weight } = await model.run({ x })
      expect([...y.data, ...weight.data]).toEqual([1, 2, 3, 4])
      for (const { data } of [y, weight]) (data as Float32Array).fill(0)
    }
    expect(x).toEqual(rows(1, 2))
    await model.dispose()
  })

  test("a graph with control flow", async () => {
    const model = await backend.load(dynamicGraph)
    const before = model.held!()
    // Above 0 are [0, 1], [1, 0] and [1, 1].
    for (let run = 0; run < 3; run++) {
      const { y } = await model.run({ x: rows(-5, 1, 2, 3) })
      expect([...y.data]).toEqual([-1, 5, 6, 7])
      expect(model.held!()).toBe(before)
    }
    await model.dispose()
  })

  test("500 runs, some of which fail, leak no tensors, and dispose frees all", async () => {
    const witness = await backend.load(aliases)
    const before = witness.held!()
    const model = await tfjs({ device, batch: 3 }).load(onlyPairs)
    const held = model.held!()
    expect(held).toBeGreaterThan(before)
    const failures = new Set<string>()
    for (let run = 0; run < 500; run++) {
      await model.run({ x: run % 2 ? rows(1, 2, 3, 4) : rows(1, 2) }).catch(({ code }) => failures.add(code))
      expect(model.held!()).toBe(held)
    }
    expect([...failures]).toEqual(["MODEL_FAILED"])
    await model.dispose()
    expect(witness.held!()).toBe(before)
    await witness.dispose()
  })

  test("unknown operations are all named at load", async () => {
    const held = await backend.load(aliases)
    const before = held.held!()
    const error = await backend.load(unknownOps).catch((error) => error)
    expect(error.code).toBe("MODEL_UNSUPPORTED")
    expect(error.message).toMatch(/^model\.json needs operations .*"Sleep", "Dream"/)
    expect(held.held!()).toBe(before)
    await held.dispose()
  })
})

test("an operation that the device lacks is named, with the devices to try", async () => {
  const x = rows(1, 2)
  const [cpu, wasm] = await Promise.all(
    (["cpu", "wasm"] as const).map((device) => tfjs({ device }).load(einsum)),
  )
  expect([...(await cpu.run({ x })).y.data]).toEqual([2, 4])
  await expect(wasm.run({ x })).rejects.toMatchObject({
    code: "MODEL_UNSUPPORTED",
    message: expect.stringMatching(
      /needs "Einsum", which TensorFlow\.js 4\.22\.0 lacks on device "wasm": load it on another \(node, webgpu, webgl, cpu\)/,
    ),
  })
  await Promise.all([cpu.dispose(), wasm.dispose()])
})
