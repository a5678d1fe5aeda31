import { encodeNpy } from "@pami/image"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { loadExplanation, readMap } from "@pami/recipe"
import { models, pictures, samples } from "@pami/zoo"
import { expect, test } from "vitest"
import { explainer } from "./index.ts"

const backend = onnxruntimeNode({ threads: 1 })
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

test("a row of a table: the column that its refusal looks at, one-hot columns as one, by the columns beside the model", async () => {
  await using explain = await explainer(models.loans.onnx.href, { backend })
  const { prediction, map, features, axes, recipe, figure, save, findings } = await explain(
    samples.rows.href,
    {
      row: 3,
    },
  )
  expect(prediction[0].label).toBe("refused")
  const importance = features!(map()).toSorted((a, b) => b.importance - a.importance)
  expect(importance[0]).toMatchObject({ name: "past_defaults", value: 2 })
  // Columns that the rule does not look at for this row have no effect.
  expect(Math.abs(importance.find(({ name }) => name === "age")!.importance)).toBeLessThan(0.1)
  expect(importance.map(({ name }) => name)).toContain("purpose")
  expect(axes).toEqual([{ name: "column", labels: expect.arrayContaining(["income", "purpose=car"]) }])
  expect(recipe).toMatchObject({ kind: "table", row: 3, reading: "effect", task: { name: "classification" } })
  expect(textOf(await figure({ format: "svg" }))).toContain("past_defaults")
  expect(readMap(recipe, loadExplanation(save()).explanation)).toEqual(map())
  expect(findings.map(({ message }) => message).join()).toContain("columns in columns.json")
})

test("a sound: the peak lies inside the word, in seconds", async () => {
  await using explain = await explainer(models.sounds.onnx.href, { backend })
  const { prediction, map, axes, size, recipe, figure } = await explain(samples.word.href)
  expect(prediction[0].score).toBeGreaterThan(0.9)
  expect(size).toBe("1.00 s at 8,000 Hz")
  expect(axes).toEqual([{ name: "time", unit: "s", start: 0.005, step: 0.01 }])
  expect(map()).toHaveLength(100)
  expect(recipe).toMatchObject({ kind: "series", units: "time" })
  expect(textOf(await figure({ format: "svg" }))).toMatch(/^<svg/)
})

test("a series of channels: its units are steps, or steps of each channel", async () => {
  await using explain = await explainer(models.signals.onnx.href, { backend })
  expect((await explain(samples.signal.href)).map()).toHaveLength(128)
  const apart = await explain(samples.signal.href, { units: "channels" })
  expect(apart.map()).toHaveLength(4 * 128)
  expect(apart.axes.map(({ name }) => name)).toEqual(["step", "channel"])
})

test("a volume: three axes of voxels, slices as the figure", async () => {
  await using explain = await explainer(models.volumes.onnx.href, { backend })
  const { map, axes, recipe, figure } = await explain(samples.volume.href, { passes: 100 })
  expect(map()).toHaveLength(24 ** 3)
  expect(axes.map(({ name }) => name)).toEqual(["slice", "row", "column"])
  expect(recipe).toMatchObject({ kind: "volume", passes: 100 })
  expect([...(await figure()).subarray(1, 4)]).toEqual([..."PNG"].map((letter) => letter.charCodeAt(0)))
})

test("a detector: each object from one sweep, with its box, by the same call as a classifier", async () => {
  await using explain = await explainer(models["scenes-detect"].onnx.href, { backend })
  const { explanation, recipe, map, figure, findings } = await explain(pictures.scene.href, { passes: 200 })
  expect(recipe).toMatchObject({ task: { name: "detection", format: "yolov8" }, target: { top: 3 } })
  expect(explanation.targets.map(({ label }) => label).toSorted()).toEqual(["butterfly", "mushroom"])
  for (const { id, box } of explanation.targets) {
    const values = map(id)
    const peak = values.indexOf(Math.max(...values))
    const [x, y] = [peak % 96, Math.floor(peak / 96)]
    expect(x >= box!.x && x <= box!.x + box!.width && y >= box!.y && y <= box!.y + box!.height).toBe(true)
  }
  expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(["TASK_RECOGNIZED", "OUTPUT_READ"]))
  expect(textOf(await figure({ format: "svg" }))).toMatch(/^<svg/)
})

test("several labels: all positive ones from one sweep", async () => {
  await using explain = await explainer(models["scenes-multilabel"].onnx.href, { backend })
  const result = await explain(pictures.scene.href, { target: "positive", passes: 60 })
  expect(result.manifest().maps).toHaveLength(2)
  expect(result.recipe.target).toEqual({ positive: true })
})

test("a regression reads out the difference to the baseline, with its sign", async () => {
  await using explain = await explainer(models.ages.onnx.href, { backend })
  const { explanation, recipe } = await explain(samples.cake.href, { passes: 60 })
  expect(explanation.scale.unit).toBe("value")
  expect(recipe).toMatchObject({ activation: "value", readOut: { score: "difference" } })
})

test("the recipe in force needs no sweep", async () => {
  await using explain = await explainer(models.loans.onnx.href, { backend })
  expect(await explain.recipe(samples.rows.href)).toMatchObject({
    kind: "table",
    passes: 500,
    activation: "softmax",
    columns: expect.arrayContaining(["savings"]),
  })
})

test("a file of another kind than the model takes is refused, and so is an option of another kind", async () => {
  await using explain = await explainer(models.loans.onnx.href, { backend })
  await expect(explain(samples.word.href)).rejects.toMatchObject({
    code: "INPUT_UNSUITABLE",
    message: expect.stringMatching(/word\.wav is a sound; the model takes rows of a table/),
  })
  await expect(explain(samples.rows.href, { strategy: "grid" })).rejects.toThrow(
    "strategy: an option for an image; the input is a row of a table",
  )
  const bytes = encodeNpy(new Float32Array(9).fill(1), [1, 9])
  expect((await explain(bytes, { name: "row.npy", passes: 20 })).recipe.kind).toBe("table")
  await expect(explain(Uint8Array.of(0, 1, 2), { name: "odd.bin" })).rejects.toMatchObject({
    code: "INPUT_UNRECOGNIZED",
  })
})
