import { expect, test } from "vitest"
import { functionModel, plainInput, tensor } from "../../test/fixtures.ts"
import { classProbability, explain, PamiError, preflight } from "../index.ts"
import type { Finding, Model } from "../index.ts"

const input = plainInput([4], Float32Array.of(1, 2, 3, 4))
const share = (item: Float32Array) => {
  const p = item.reduce((sum, value) => sum + value, 0) / 20
  return [p, 1 - p]
}
const probabilities = classProbability({ activation: "none" })

test("the findings are those of model, input and target, then those of the checks", async () => {
  const of = (code: string): Finding => ({ code, level: "note", message: code, fix: code })
  const model: Model = { ...functionModel([4], share), findings: [of("MODEL")] }
  const target = {
    ...probabilities,
    bind: async (look: Parameters<typeof probabilities.bind>[0]) => ({
      ...(await probabilities.bind(look)),
      findings: [of("TARGET")],
    }),
  }
  const { findings } = await preflight(model, { ...input, findings: [of("INPUT")] }, target)
  expect(findings).toEqual([of("MODEL"), of("INPUT"), of("TARGET")])
  expect((await preflight(functionModel([4], share), input, probabilities)).findings).toEqual([])
})

test("a score that masking leaves alone does not mean that the input is ignored", async () => {
  const model = functionModel([4], (item) => [0.5, item[0] / 4])
  expect((await preflight(model, input, probabilities)).findings).toEqual([])
})

test("an error of the runtime is one of the model, with its cause; a PamiError stays", async () => {
  const cause = new Error("no memory")
  const failing = (error: Error): Model => ({
    ...functionModel([4], share),
    run: () => Promise.reject(error),
  })
  await expect(preflight(failing(cause), input, probabilities)).rejects.toMatchObject({
    code: "MODEL_FAILED",
    message: "no memory",
    cause,
  })
  const known = new PamiError("MODEL_DISPOSED", "closed")
  await expect(preflight(failing(known), input, probabilities)).rejects.toBe(known)
})

test("a fixed batch shows its target one item", async () => {
  const model: Model = {
    ...functionModel([4], share, { batch: 3 }),
    run: async () => ({
      y: tensor([3, 2, 2], ...Array.from({ length: 12 }, () => 1)),
      z: tensor([5], 1, 2, 3, 4, 5),
    }),
  }
  await expect(preflight(model, input, probabilities)).rejects.toThrow(/not y float32 \[1, 2, 2\]\./)
})

test("outputs that the backend left out are named if no other fits, and in no other error", async () => {
  const leftOut = [
    { name: "scores", reason: "is a map: export a tensor" },
    { name: "boxes", reason: "is a sequence" },
  ]
  const model: Model = { ...functionModel([4], share), leftOut }
  const named = classProbability({ output: "scores" })
  await expect(preflight(model, input, named)).rejects.toMatchObject({
    code: "OUTPUT_NOT_FOUND",
    message:
      'the model has no output named "scores"; it has y. Output "scores" is a map: export a tensor. Output "boxes" is a sequence.',
  })
  await expect(preflight(functionModel([4], share), input, named)).rejects.toThrow(/it has y\.$/)
  await expect(preflight(model, input, classProbability({ classes: [9] }))).rejects.toThrow(
    /numbered 0 to 1$/,
  )
})

test.each([
  [3, "contract 3"],
  [undefined, "contract 1"],
])("a model of contract %j is refused as one of %s", async (contract, named) => {
  const model = { ...functionModel([4], share), contract } as unknown as Model
  await expect(explain({ model, input })).rejects.toThrow(
    `backend "function" is built for ${named}, this version of @pami/core for contract 2`,
  )
})
