import { contractVersion } from "@pami/core"
import type { Model, Tensors } from "@pami/core"
import type { Picture } from "@pami/image"
import { expect, test } from "vitest"
import {
  completeRecipe,
  createTarget,
  decidePreprocessing,
  decideTarget,
  keptClasses,
  prepareInput,
  resolveRecipe,
  runRecipe,
  sweptClasses,
} from "../index.ts"

const side = 8
const grey = (level: number): Picture => ({
  width: side,
  height: side,
  data: new Uint8Array(side * side * 3).map((_, at) => (at % 2 === 0 ? level : 0)),
})

/** Returns the model that applies `outputs` to the mean of each image. */
function modelOf(outputs: (mean: number) => number[], activations: Model["activations"] = {}): Model {
  return {
    contract: contractVersion,
    backend: "arithmetic",
    inputs: [{ name: "image", dtype: "float32", shape: [null, 3, side, side] }],
    outputs: [{ name: "y", dtype: "float32", shape: [null, null] }],
    limits: { preferredBatch: 4 },
    digest: "sha256:of nothing",
    settings: {},
    activations,
    async run({ image: { shape, data } }): Promise<Tensors> {
      const size = 3 * side * side
      const rows = Array.from({ length: shape[0] }, (_, item) => {
        const pixels = (data as Float32Array).subarray(item * size, (item + 1) * size)
        return outputs(pixels.reduce((sum, value) => sum + value, 0) / size)
      })
      return {
        y: { dtype: "float32", shape: [shape[0], rows[0].length], data: Float32Array.from(rows.flat()) },
      }
    },
    async dispose() {},
  }
}

async function decide(
  model: Model,
  picture: Picture,
  choices: Parameters<typeof completeRecipe>[0] = {},
  options: Parameters<typeof decideTarget>[3] = {},
) {
  const recipe = completeRecipe(
    { mask: "black", strategy: "grid", ...choices },
    decidePreprocessing(model, { preset: "0-1" }),
  )
  const resolved = await resolveRecipe(recipe)
  const prepared = await prepareInput(resolved, model, picture)
  return { resolved, ...(await decideTarget(recipe, model, prepared.input, options)), prepared }
}

test("two images get one activation, in either order", async () => {
  // Of a dark image these look like probabilities, of a bright one they do not.
  const logits = modelOf((mean) => [4 * mean, 0.3])
  for (const picture of [grey(20), grey(255)]) {
    const { recipe, scale, findings } = await decide(logits, picture)
    expect(recipe).toMatchObject({ activation: "softmax", output: "y" })
    expect(scale.unit).toBe("probability")
    expect(findings.map(({ code }) => code)).toEqual(["ACTIVATION_GUESSED"])
  }
})

test("with activation none, outputs that are not probabilities are values for every image", async () => {
  const logits = modelOf((mean) => [4 * mean, 0.3])
  for (const picture of [grey(20), grey(255)])
    expect(await decide(logits, picture, { activation: "none" })).toMatchObject({
      recipe: { activation: "value" },
      scale: { unit: "value" },
      findings: [{ code: "LOGITS_AS_PROBABILITIES" }],
    })
})

test("what the model's files say decides, and the finding names them", async () => {
  const task = { task: "regression", why: "the card" } as const
  const { recipe, findings } = await decide(
    modelOf((mean) => [mean]),
    grey(99),
    {},
    { task },
  )
  expect(recipe.activation).toBe("value")
  expect(findings[0].message).toContain("the card")
})

test("what is named needs no run of the model", async () => {
  const silent: Model = { ...modelOf((mean) => [mean]), run: () => Promise.reject(new Error("asked")) }
  expect((await decide(silent, grey(9), { activation: "sigmoid" })).recipe.activation).toBe("sigmoid")
  const two: Model = { ...silent, outputs: [...silent.outputs, { ...silent.outputs[0], name: "z" }] }
  const choices = { activation: "sigmoid", output: "z" } as const
  expect((await decide(two, grey(9), choices)).recipe.output).toBe("z")
})

test("which of several outputs is meant is decided once, also where the activation is named", async () => {
  const base = modelOf((mean) => [4 * mean, 0.3])
  const two: Model = {
    ...base,
    outputs: [...base.outputs, { name: "steps", dtype: "int32", shape: [null, 2] }],
    async run(feeds) {
      const { y } = await base.run(feeds)
      return { y, steps: { dtype: "int32", shape: y.shape, data: new Int32Array(y.data.length) } }
    },
  }
  for (const activation of ["softmax", "none", "value"] as const) {
    const { recipe, findings } = await decide(two, grey(255), { activation })
    expect(recipe).toMatchObject({ output: "y", activation: activation === "none" ? "value" : activation })
    expect(findings.map(({ code }) => code)).toContain("OUTPUT_CHOSEN")
  }
})

test("logarithms of values are refused before the sweep, also where the activation is named", async () => {
  const values = modelOf((mean) => [50 * mean])
  for (const score of ["log", "log-odds"] as const) {
    const readOut = { score, weight: "equal" } as const
    for (const activation of ["auto", "value"] as const)
      await expect(decide(values, grey(99), { readOut, activation })).rejects.toMatchObject({
        code: "READ_OUT_UNSUITABLE",
      })
    expect((await decide(values, grey(99), { readOut, activation: "sigmoid" })).scale.unit).toBe(
      "probability",
    )
  }
  const readOut = { score: "difference", weight: "equal" } as const
  expect((await decide(values, grey(99), { readOut, activation: "value" })).scale.unit).toBe("value")
})

/** An embedding: of length one, with negative numbers. */
const embedding = (mean: number) => [Math.cos(3 * mean), -Math.sin(3 * mean), 0]

test("an embedding has no classes, unless its numbers are to be used as they are", async () => {
  const model = modelOf(embedding)
  await expect(decide(model, grey(255))).rejects.toMatchObject({ code: "OUTPUT_UNSUITABLE" })
  expect(await decide(model, grey(255), { activation: "none" })).toMatchObject({
    recipe: { activation: "value", output: null },
    findings: [{ code: "LOGITS_AS_PROBABILITIES" }],
  })
  // Of two outputs, the one with a list.
  const two: Model = {
    ...model,
    outputs: [...model.outputs, { name: "planes", dtype: "float32", shape: [null, 2, 2] }],
    async run(feeds) {
      const { y } = await model.run(feeds)
      const shape = [y.shape[0], 2, 2]
      return { y, planes: { dtype: "float32", shape, data: new Float32Array(4 * shape[0]) } }
    },
  }
  expect(await decide(two, grey(255), { activation: "none" })).toMatchObject({
    recipe: { activation: "value", output: "y", mask: "black" },
    findings: [{ code: "LOGITS_AS_PROBABILITIES" }],
  })
})

test("what a model throws is not taken for an answer", async () => {
  const broken: Model = { ...modelOf(embedding), run: () => Promise.reject(new Error("out of memory")) }
  for (const activation of ["auto", "none"] as const)
    await expect(decide(broken, grey(9), { activation })).rejects.toThrow("out of memory")
})

test("a decision stops before the next run", async () => {
  const model = modelOf((mean) => [mean])
  await expect(decide(model, grey(9), {}, { signal: { aborted: true } })).rejects.toMatchObject({
    code: "ABORTED",
  })
  const { recipe } = await decide(model, grey(9), {}, { signal: { aborted: false } })
  expect(recipe.output).toBe("y")
})

test("a target keeps the labels of its classes", async () => {
  const model = modelOf((mean) => [mean, 1 - mean])
  const { recipe, resolved, prepared } = await decide(model, grey(99))
  const target = createTarget(recipe, { labels: ["bright", "dark"] })
  const { targets } = await runRecipe({ ...resolved, recipe }, { model, prepared, target })
  expect(targets).toMatchObject([{ id: 1, label: "dark" }])
})

const prediction = Float64Array.of(0.1, 0.7, 0.2)

test("the swept classes are those that are explained, and the one they are contrasted with", () => {
  const swept = (target: Parameters<typeof sweptClasses>[0]["target"], versus: number | null = null) => [
    ...sweptClasses({ target, versus })(prediction),
  ]
  expect(swept({ top: 2 })).toEqual([1, 2])
  expect(swept({ top: 2 }, 2)).toEqual([1, 2])
  expect(swept({ top: 2 }, 1)).toEqual([1, 2])
  expect(swept({ top: 1 }, 0)).toEqual([1, 0])
  expect(swept({ classes: [0] })).toEqual([0])
  const same = expect.objectContaining({ code: "VERSUS_IS_TARGET" })
  expect(() => swept({ top: 1 }, 1)).toThrow(same)
  expect(() => swept({ classes: [2] }, 2)).toThrow(same)
})

test("all classes are kept, of very many the strongest and those that the recipe names", () => {
  const kept = (classes: readonly number[], scores: Float64Array) =>
    keptClasses({ target: { classes }, versus: null })(scores)
  expect(kept([2], prediction)).toEqual([0, 1, 2])
  expect(kept([9], prediction)).toEqual([0, 1, 2, 9])
  // The class 0 is the weakest of these.
  const many = Float64Array.from({ length: 2001 }, (_, index) => index)
  expect(kept([7], many.subarray(0, 2000))).toHaveLength(2000)
  expect(kept([7], many)).toHaveLength(2000)
  expect(kept([7], many)).not.toContain(0)
  expect(kept([0], many)).toHaveLength(2001)
  expect(kept([0], many)).toContain(0)
})

test("a single sigmoid is contrasted with what it leaves, when two labels are known", async () => {
  const model = modelOf((mean) => [1 / (1 + Math.exp(-mean))], { y: "sigmoid" })
  const { recipe, resolved, prepared } = await decide(model, grey(255), { labels: 2 })
  expect(recipe).toMatchObject({ activation: "none", labels: 2 })
  const { scores } = await runRecipe(
    { ...resolved, recipe },
    {
      model,
      prepared,
      target: createTarget(recipe, { classes: [0, 1] }),
    },
  )
  for (let pass = 0; pass < scores.length / 2; pass++)
    expect(scores[2 * pass] + scores[2 * pass + 1]).toBeCloseTo(1, 6)
  expect(scores[1]).toBeGreaterThan(0.5)
})
