import { readFile } from "node:fs/promises"
import { pipeline, RawImage } from "@huggingface/transformers"
import { explainer as plainExplainer } from "@pami/explainer"
import { explainer, type TransformersPipeline } from "@pami/transformers"
import { models } from "@pami/zoo"
import { expect, test } from "vitest"
import { labelled, localModels, writeModel } from "./folders.ts"
import { renamed } from "./rename.ts"

localModels()

const { onnx, labels } = models.scenes

/** Returns a pipeline that classifies scenes, whose processor has these settings. */
async function scenesPipeline(processor: object = {}, config: object = {}) {
  const beside = new URL("preprocessor_config.json", onnx.href)
  const name = await writeModel("scenes", {
    "config.json": { model_type: "vit", ...labelled(labels), ...config },
    "preprocessor_config.json": { ...JSON.parse(await readFile(beside, "utf8")), ...processor },
    "onnx/model.onnx": renamed(await readFile(new URL(onnx.href)), { image: "pixel_values" }),
  })
  return await pipeline("image-classification", name, { dtype: "fp32" })
}

const grey = () => new RawImage(new Uint8Array(96 * 96 * 3).fill(90), 96, 96, 3)

const refused = (pipe: unknown) => explainer(pipe as TransformersPipeline)

test("what is not a pipeline, or one of another kind, is refused, and the message names those that are explained", async () => {
  for (const other of [undefined, {}, "Xenova/resnet-18", Promise.resolve(), { task: "x", model: {} }])
    await expect(refused(other)).rejects.toMatchObject({
      code: "PIPELINE_UNSUPPORTED",
      message: expect.stringContaining("expected a pipeline of @huggingface/transformers"),
    })
  const { model, processor } = await scenesPipeline()
  await expect(refused({ task: "depth-estimation", model, processor })).rejects.toMatchObject({
    code: "PIPELINE_UNSUPPORTED",
    message: expect.stringMatching(
      /depth-estimation is not explained; those for image-classification, .* are$/,
    ),
  })
  for (const [task, message] of [
    ["object-detection", "pred_boxes [N, queries, 4]"],
    ["image-segmentation", "logits [N, classes, height, width]"],
    ["image-to-text", "an encoder of images and its decoder"],
    ["text-classification", "has no tokenizer.json"],
    ["audio-classification", "sampling_rate"],
  ])
    await expect(refused({ task, model, processor })).rejects.toMatchObject({
      code: "PIPELINE_UNSUPPORTED",
      message: expect.stringContaining(message),
    })
})

test("the explainer of other models says which one is for pipelines", async () => {
  await expect(plainExplainer((await scenesPipeline()) as never)).rejects.toMatchObject({
    code: "MODEL_UNSUPPORTED",
    message: expect.stringContaining("@pami/transformers"),
  })
})

test("a zero-shot pipeline without labels, and unknown options, are refused", async () => {
  const { model, processor } = await scenesPipeline()
  await expect(refused({ task: "zero-shot-image-classification", model, processor })).rejects.toMatchObject({
    code: "CANDIDATES_MISSING",
    message: expect.stringContaining('candidateLabels: ["cat", "dog"]'),
  })
  for (const options of [{ threshold: 0.5 }, { size: { width: 8, height: 8 } }, { labels: ["a"] }])
    await expect(explainer(await scenesPipeline(), options as object)).rejects.toThrow(
      `${Object.keys(options)[0]}: not an option of the explainer of a pipeline`,
    )
})

test("a processor that does more than resize, crop, scale and normalize is refused", async () => {
  const pipe = await scenesPipeline({ do_pad: true, pad_size: { width: 120, height: 120 } })
  const image = new RawImage(new Uint8Array(96 * 96 * 3).fill(90), 96, 96, 3)
  await expect((await explainer(pipe))(image)).rejects.toMatchObject({ code: "PREPROCESSING_UNSUPPORTED" })
})

test("labels behind a gap are those of the pipeline", async () => {
  const pipe = await scenesPipeline({}, { id2label: { 0: "first", 12: "last", x: "none" } })
  const explain = await explainer(pipe)
  expect([explain.labels?.length, explain.labels?.[0], explain.labels?.[1]]).toEqual([13, "first", "LABEL_1"])
  const { prediction } = await explain(grey(), { strategy: "grid", passes: 4 })
  const last = (await pipe(grey(), { top_k: 13 })).find(({ label }) => label === "last")
  expect(prediction.find(({ label }) => label === "last")?.score).toBeCloseTo(last!.score, 6)
})

test("a processor that fails, a list of images, and an image of other channels have their own errors", async () => {
  const explain = await explainer(await scenesPipeline({ image_mean: [1, 2] }))
  for (const [input, code] of [
    [grey(), "PREPROCESSING_UNSUPPORTED"],
    [[grey()], "INPUT_UNSUITABLE"],
    [undefined, "INPUT_UNSUITABLE"],
    [new RawImage(new Uint8Array(8), 2, 2, 2), "PICTURE_UNSUPPORTED"],
  ] as const)
    await expect(explain(input as RawImage)).rejects.toMatchObject({ code })
})

test("options of zero-shot pipelines of another form, or for another pipeline, are refused", async () => {
  const { model, processor } = await scenesPipeline()
  for (const [task, options, message] of [
    [
      "image-classification",
      { candidateLabels: ["cat"] },
      "candidateLabels: an option of zero-shot pipelines",
    ],
    ["zero-shot-image-classification", { multiLabel: true }, "multiLabel: an option of zero-shot-class"],
    ["zero-shot-classification", { candidateLabels: "cat" }, "candidateLabels: a list of texts"],
    [
      "zero-shot-classification",
      { candidateLabels: ["cat", "cat"] },
      'candidateLabels: "cat" is in the list',
    ],
    ["zero-shot-classification", { hypothesisTemplate: "about" }, "hypothesisTemplate: a sentence with {}"],
  ] as const)
    await expect(explainer({ task, model, processor }, options as object)).rejects.toThrow(message)
})

test("the pipeline stays the caller's: it works while it is explained, and after the explainer is disposed of", async () => {
  const pipe = await scenesPipeline()
  const image = new RawImage(new Uint8Array(96 * 96 * 3).fill(90), 96, 96, 3)
  const before = await pipe(image)
  const explain = await explainer(pipe, { strategy: "grid", passes: 20 })
  const [, meanwhile] = await Promise.all([explain(image), pipe(image)])
  await explain.dispose()
  expect([meanwhile, await pipe(image)]).toEqual([before, before])
  await pipe.dispose()
})

test("the digest of a model is that of its name", async () => {
  const pipe = await scenesPipeline()
  const [one, same, other] = await Promise.all(
    ["a@1", "a@1", "a@2"].map((modelName) => explainer(pipe, { modelName })),
  )
  expect(one.model.digest).toBe(same.model.digest)
  expect(one.model.digest).not.toBe(other.model.digest)
})

test("an image with transparency or of grey, as transformers.js has them, is explained", async () => {
  const pipe = await scenesPipeline()
  const explain = await explainer(pipe, { strategy: "grid", passes: 4 })
  const grey = new RawImage(new Uint8Array(96 * 96).fill(90), 96, 96, 1)
  const [{ label, score }] = await pipe(grey.clone().rgb())
  expect((await explain(grey)).prediction[0]).toMatchObject({ label, score: expect.closeTo(score, 6) })
})
