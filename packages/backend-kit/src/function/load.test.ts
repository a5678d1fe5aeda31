import type { TensorInfo } from "@pami/core"
import { expect, test } from "vitest"
import { firsts, inputs, x } from "../../test/function-backend.ts"
import { functionBackend, type FunctionBackendOptions } from "../function-backend.ts"

const backend = functionBackend(({ x }) => firsts(x.data), { name: "service", inputs, concurrency: 3 })

test("a loaded model declares its inputs, outputs and limits", async () => {
  expect(await backend.load("the model")).toMatchObject({
    backend: "service",
    inputs,
    outputs: [{ name: "scores", dtype: "float32", shape: [null, null] }],
    limits: { preferredBatch: 24 },
  })
  expect(backend.formats).toEqual([])
})

test("the digest of a model is that of its source, text or bytes", async () => {
  const digests = await Promise.all(
    ["abc", Uint8Array.of(97, 98, 99), { a: Uint8Array.of(97), b: Uint8Array.of(98, 99) }, "abd"].map(
      async (source) => (await backend.load(source)).digest,
    ),
  )
  // The example of FIPS 180-4.
  const abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  expect(digests.slice(0, 3)).toEqual([abc, abc, abc])
  expect(digests[3]).not.toBe(abc)
})

test("an empty source is refused", async () => {
  for (const source of ["", new Uint8Array(), {}])
    await expect(backend.load(source)).rejects.toThrow("the source must say which model this is")
})

test.each([
  [{ itemsPerCall: 0 }, "itemsPerCall must be a whole number of at least 1, got 0"],
  [{ concurrency: 1.5 }, "concurrency must be a whole number of at least 1, got 1.5"],
  [{ retries: -1 }, "retries must be a whole number of at least 0, got -1"],
  [{ callsPerSecond: 0 }, "callsPerSecond must be above 0, got 0"],
  [{ retryDelay: -1 }, "retryDelay must be a number of milliseconds from 0, got -1"],
  [{ timeout: NaN }, "timeout must be above 0, got NaN"],
  [{ inputs: [] }, "inputs must name at least one tensor, got none"],
  [{ inputs: [{ ...x, shape: [8, 4] }] }, 'axis 0 of "x" must be null'],
])(
  "options out of range are refused: %o",
  (options: Partial<FunctionBackendOptions<TensorInfo[]>>, message) => {
    const create = () => functionBackend<TensorInfo[]>(() => [], { inputs: [x], ...options })
    expect(create).toThrow(RangeError)
    expect(create).toThrow(message)
  },
)
