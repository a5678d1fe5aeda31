import { expect, test } from "vitest"
import { functionModel, plainInput } from "../../test/fixtures.ts"
import { classProbability, explain, fixedPartitions, fromParts, preflight, sweep } from "../index.ts"
import type { ExplainOptions, Input, Model } from "../index.ts"

const target = classProbability({ labels: 1, activation: "none" })
/** 24 parts of one unit each. */
const partitioner = fixedPartitions([
  fromParts(Array.from({ length: 24 }, (_, u) => Int32Array.of(u, u + 1))),
])
const input = plainInput([24], new Float32Array(24).fill(1))

/** Returns the sizes of the runs of the sweep, without those of the preflight. */
async function runSizes(
  limits: Partial<Model["limits"]>,
  options: Partial<ExplainOptions> & { fixed?: number } = {},
) {
  const sizes: number[] = []
  const { fixed = null, ...others } = options
  const model = functionModel([24], (item) => [item.reduce((sum, value) => sum + value, 0) / 24], {
    batch: fixed,
    limits,
    onRun: (items) => sizes.push(items),
  })
  let before = 0
  const onProgress = ({ passes }: { passes: number }) => {
    if (passes === 0) before = sizes.length
  }
  await explain({ model, input, target, partitioner, onProgress, ...others })
  return sizes.slice(before)
}

test("by default a run has as many items as the model prefers and takes", async () => {
  expect(await runSizes({ preferredBatch: 10 })).toEqual([10, 10, 4])
  expect(await runSizes({ preferredBatch: 10, largestBatch: 7 })).toEqual([7, 7, 7, 3])
  expect(await runSizes({ preferredBatch: 2, largestBatch: 7 }, { batch: 7 })).toEqual([7, 7, 7, 3])
  expect(await runSizes({ preferredBatch: 2 }, { fixed: 16 })).toEqual([16, 16])
})

test("a batch that the model does not take is refused", async () => {
  await expect(runSizes({ largestBatch: 7 }, { batch: 8 })).rejects.toThrow(
    'for this model batch is "auto" or a whole number from 1 to 7; got 8',
  )
  await expect(runSizes({}, { fixed: 16, batch: 8 })).rejects.toThrow("from 16 to 16; got 8")
  await expect(runSizes({}, { batch: 2.5 })).rejects.toThrow("from 1 to Infinity; got 2.5")
  await expect(runSizes({}, { fixed: 16, batch: 16 })).resolves.toEqual([16, 16])
})

/** An input that says that it has tensors of this shape: memory is planned from that. */
const claiming = (shape: number[], dtype: "float32" | "uint8" = "float32"): Input => ({
  ...input,
  tensors: [{ name: "x", dtype, shape: [null, ...shape] }],
})
const modelOf = (shape: number[], dtype: "float32" | "uint8", limits: Partial<Model["limits"]> = {}) => ({
  ...functionModel([24], () => [0.5], { limits }),
  inputs: [{ name: "x", dtype, shape: [null, ...shape] }],
})

/** Returns the number of slots that a sweep opens. */
async function slotsOf(
  shape: number[],
  dtype: "float32" | "uint8",
  options: Partial<ExplainOptions> & { limits?: Partial<Model["limits"]> } = {},
) {
  let opened = 0
  const { limits = {}, ...others } = options
  const watched: Input = {
    ...claiming(shape, dtype),
    open(slots) {
      opened = slots
      throw new Error("opened")
    },
  }
  await expect(
    explain({ model: modelOf(shape, dtype, limits), input: watched, target, partitioner, ...others }),
  ).rejects.toThrow("opened")
  return opened
}

test("by default a batch of large items has at most 32 MiB of input", async () => {
  // 3 MiB an item in 32 bits, 0.75 MiB in bytes.
  expect(await slotsOf([3, 512, 512], "float32", { limits: { preferredBatch: 64 } })).toBe(10)
  expect(await slotsOf([3, 512, 512], "uint8", { limits: { preferredBatch: 64 } })).toBe(42)
  expect(await slotsOf([3, 4096, 4096], "float32", { limits: { preferredBatch: 64 } })).toBe(1)
})

test("runs at once have room for at most 1 GiB of input together", async () => {
  const limits = { preferredBatch: 8, preferredRuns: 100 }
  // 3 MiB an item: 24 MiB a run, 42 runs.
  expect(await slotsOf([3, 512, 512], "float32", { limits })).toBe(8 * 42)
  expect(await slotsOf([16], "float32", { limits })).toBe(8 * 100)
  // One item of 1.5 GiB is run alone.
  expect(await slotsOf([3, 8192, 16384], "float32", { limits })).toBe(1)
})

test("a batch of over 1 GiB of input is refused, with the one that fits", async () => {
  const shape = [3, 4096, 4096]
  const attempt = explain({ model: modelOf(shape, "float32"), input: claiming(shape), target, batch: 6 })
  await expect(attempt).rejects.toMatchObject({
    code: "BATCH_TOO_LARGE",
    message: expect.stringContaining(
      "a batch of 6 items, 1,207,959,552 bytes of input in one run; at most 1,073,741,824, a batch of 5.",
    ),
    data: { items: 6, itemBytes: 201326592, mostBytes: 2 ** 30, fitting: 5 },
  })
  expect(await slotsOf(shape, "float32", { batch: 5 })).toBe(5)
  // Exactly 1 GiB.
  expect(await slotsOf([16384, 4096], "float32", { batch: 4 })).toBe(4)
})

test.each([
  ["channels first, fed last", [3, 20, 30], [20, 30, 3], /declared layout/],
  ["another size", [3, 20, 30], [3, 20, 31], /Resize it/],
  ["another number of axes", [3, 20], [3, 20, 30], /Resize it/],
])("a shape that does not fit is refused with advice: %s", async (_, declared, fed, advice) => {
  const attempt = preflight(modelOf(declared, "float32"), claiming(fed), target)
  await expect(attempt).rejects.toMatchObject({
    code: "SHAPE_MISMATCH",
    message: expect.stringMatching(advice),
  })
})

test("a free axis takes any length, a type only itself", async () => {
  const free: Model = {
    ...modelOf([], "float32"),
    inputs: [{ name: "x", dtype: "float32", shape: [null, null] }],
  }
  await expect(preflight(free, input, target)).resolves.toBeDefined()
  await expect(preflight(modelOf([24], "uint8"), input, target)).rejects.toThrow(
    /takes x uint8.*feed is x float32/,
  )
})

test("an input of fewer axes than the model declares is not one with its channels elsewhere", async () => {
  const model: Model = {
    ...modelOf([], "float32"),
    inputs: [{ name: "x", dtype: "float32", shape: [null, null, null] }],
  }
  await expect(preflight(model, input, target)).rejects.toThrow(/Resize it/)
})

test("the sizes that are checked are those of the sweep: of its full batches, and of the last", async () => {
  const checked = async (passes: number | undefined, of = partitioner) => {
    const sizes: number[] = []
    const model = functionModel([24], () => [0.5], {
      limits: { preferredBatch: 10 },
      onRun: (items) => sizes.push(items),
    })
    const limit = passes === undefined ? {} : { passes }
    const sweeping = sweep({ model, input, target, partitioner: of, ...limit })
    await sweeping.next()
    await sweeping.return(undefined as never)
    return sizes.filter((size) => size > 1)
  }
  expect(await checked(undefined)).toEqual([10, 4])
  expect(await checked(20)).toEqual([10])
  expect(await checked(10)).toEqual([10])
  expect(await checked(7)).toEqual([7])
  expect(await checked(undefined, { ...partitioner, total: () => null })).toEqual([10])
})

test("texts take no part in the memory of a batch", async () => {
  const texts: Input = {
    ...input,
    tensors: [...input.tensors, { name: "t", dtype: "string", shape: [null, null] }],
  }
  const model = { ...functionModel([24], () => [0.5]), inputs: texts.tensors }
  await expect(explain({ model, input: texts, target, partitioner })).resolves.toMatchObject({ passes: 24 })
})
