import { contractVersion } from "@pami/core"
import type { Model, Tensors } from "@pami/core"
import type { Picture } from "@pami/image"
import { expect, test } from "vitest"
import {
  completeRecipe,
  createTarget,
  decidePreprocessing,
  decideTarget,
  prepareInput,
  resolveRecipe,
  runRecipe,
} from "./index.ts"

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
    expect(findings.map(({ code }) => code)).toEqual(["ACTIVATION_CHOSEN"])
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

test("logarithms of values are refused before the sweep", async () => {
  const readOut = { score: "log-odds", weight: "equal" } as const
  await expect(
    decide(
      modelOf((mean) => [50 * mean]),
      grey(99),
      { readOut },
    ),
  ).rejects.toMatchObject({
    code: "READ_OUT_UNSUITABLE",
  })
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
