import { expect, test } from "vitest"
import { functionModel, plainInput } from "../test/fixtures.ts"
import { classProbability, preflight } from "./index.ts"
import type { Input, Model } from "./index.ts"

const input = plainInput([4], Float32Array.of(1, 2, 3, 4))
const share = (item: Float32Array) => {
  const p = item.reduce((sum, value) => sum + value, 0) / 10
  return [p, 1 - p]
}
const check = (model: Model, of: Input = input) => preflight(model, of, classProbability({ classes: [0] }))
const codes = async (model: Model, of?: Input) => (await check(model, of)).findings.map(({ code }) => code)

test("the input and its baseline are scored, and nothing is wrong with a sound model", async () => {
  const { original, baseline, findings } = await check(functionModel([4], share))
  expect([...original]).toEqual([1])
  expect([...baseline]).toEqual([0])
  expect(findings.filter(({ level }) => level === "warning")).toEqual([])
})

test("a baseline that scores as high as the input is found", async () => {
  expect(await codes(functionModel([4], (item) => share(item.map((v) => 2.5 - v / 2))))).toContain(
    "BASELINE_SCORES_HIGH",
  )
})

test("a model that does not look at its input is found", async () => {
  expect(await codes(functionModel([4], () => [0.6, 0.4]))).toContain("INPUT_IGNORED")
})

test("items that influence each other are found, and then run one at a time", async () => {
  const model = functionModel([4], (item, all) => share(item.map((v) => v / all.length)))
  const { findings, batch } = await check(model)
  expect(findings.map(({ code }) => code)).toContain("BATCH_DIFFERS")
  expect(batch).toEqual({ largest: 1, fixed: false })
})

test("a model that takes only one item at a time, though it does not say so, is run that way", async () => {
  const model = functionModel([4], share, {
    onRun: (items) => {
      if (items > 1) throw new Error("cannot reshape")
    },
  })
  const { findings, batch } = await check(model)
  expect(findings.find(({ code }) => code === "BATCH_FAILS")?.message).toMatch(/cannot reshape/)
  expect(batch.largest).toBe(1)
})

test("a fixed batch is fed whole", async () => {
  const fed: number[] = []
  const { original, batch } = await check(
    functionModel([4], share, { batch: 3, onRun: (items) => fed.push(items) }),
  )
  expect(fed).toEqual([3, 3, 3])
  expect([...original]).toEqual([1])
  expect(batch).toEqual({ largest: 3, fixed: true })
})

const picture = (shape: number[]) => ({
  ...input,
  tensors: [{ name: "x", dtype: "float32" as const, shape: [null, ...shape] }],
})
const refusals: [string, () => Promise<unknown>, string, RegExp][] = [
  [
    "another shape",
    () => check(functionModel([5], share)),
    "SHAPE_MISMATCH",
    /declared as float32 \[N, 5\].*fed is float32 \[N, 4\]/,
  ],
  [
    "channels on another axis",
    () => check(functionModel([224, 224, 3], share), picture([3, 224, 224])),
    "SHAPE_MISMATCH",
    /other layout/,
  ],
  [
    "an unknown input",
    () =>
      check({ ...functionModel([4], share), inputs: [{ name: "z", dtype: "float32", shape: [null, 4] }] }),
    "INPUT_NOT_FOUND",
    /no input named "x"; it takes z/,
  ],
  [
    "an input left out",
    () =>
      check({
        ...functionModel([4], share),
        inputs: [...functionModel([4], share).inputs, { name: "z", dtype: "float32", shape: [null] }],
      }),
    "INPUT_NOT_FED",
    /nothing is fed to z/,
  ],
  [
    "outputs without a batch",
    () =>
      check({
        ...functionModel([4], share),
        run: async () => ({ y: { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) } }),
      }),
    "OUTPUT_UNSUITABLE",
    /batch of 1 the model gives y \[2\]/,
  ],
]
for (const [what, act, code, message] of refusals)
  test(`${what} is refused`, async () => {
    await expect(act()).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

test("the writer that it opened is closed, whatever comes of it; one that it was given is not", async () => {
  let opened = 0
  const counted: Input = {
    ...input,
    open(slots) {
      const writer = input.open(slots)
      opened++
      return {
        ...writer,
        close() {
          opened--
          writer.close()
        },
      }
    },
  }
  await check(functionModel([4], share), counted)
  const failing = functionModel([4], () => {
    throw new Error("no")
  })
  await expect(check(failing, counted)).rejects.toThrow()
  expect(opened).toBe(0)
  await preflight(functionModel([4], share), counted, classProbability({ classes: [0] }), counted.open(2))
  expect(opened).toBe(1)
})
