import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { pipeline, RawImage } from "@huggingface/transformers"
import { explainer as plainExplainer } from "@pami/explainer"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { explainer } from "@pami/transformers"
import { models, pictures } from "@pami/zoo"
import { beforeAll, expect, test } from "vitest"
import { labelled, localModels, pathIn, writeModel } from "./folders.ts"
import { meanOver, redAndGreen, smallPreprocessor } from "./images.ts"
import { renamed } from "./rename.ts"
import { colourDetector, colourEncoder, colourMatcher, colourWriter } from "./small-models.ts"
import { tokenizerFiles, vocabularyOf } from "./tokenizers.ts"

localModels()

const path = fileURLToPath(pictures.scene.href)
const modelName = "test@1"
const cut = { strategy: "grid", passes: 20 } as const
let scene: RawImage
beforeAll(async () => void (scene = await (await RawImage.read(path)).resize(96, 96)))

/** The bundled scene as PAMI's explainer takes it, at the size of the model: nothing is resized. */
const plainScene = () => ({ width: 96, height: 96, data: Uint8Array.from(scene.data) })

/** Writes a model of the zoo that takes images, as transformers.js loads it. */
async function writeImageModel(
  name: "scenes" | "scenes-segment",
  config: object,
  processor: object,
): Promise<string> {
  const { onnx, labels } = models[name]
  const own = JSON.parse(await readFile(new URL("preprocessor_config.json", onnx.href), "utf8"))
  return await writeModel(name, {
    "config.json": { ...config, ...labelled(labels) },
    "preprocessor_config.json": { ...own, ...processor },
    "onnx/model.onnx": renamed(await readFile(new URL(onnx.href)), { image: "pixel_values" }),
  })
}

test("image classification: the pipeline's prediction, and the map of its file without the pipeline", async () => {
  const name = await writeImageModel("scenes", { model_type: "vit" }, {})
  const pipe = await pipeline("image-classification", name, { dtype: "fp32" })
  const explain = await explainer(pipe, { modelName, ...cut })
  const { prediction, map, findings } = await explain(scene)
  expect(findings).toEqual([])
  const given = await pipe(scene, { top_k: 13 })
  // The pipeline rounds probabilities to float32.
  expect(prediction.map(({ label, score }) => ({ label, score }))).toEqual(
    given.map(({ label, score }) => ({ label, score: expect.closeTo(score, 7) })),
  )
  const plain = await plainExplainer(pathIn(name, "onnx/model.onnx"), { backend: onnxruntimeNode(), ...cut })
  const { map: mapOf } = await plain(plainScene())
  expect(map()).toEqual(mapOf())
  expect(map("butterfly")).toEqual(mapOf("butterfly"))
  await plain.dispose()
})

test("an image is resized and cropped by the pipeline's processor, and the figure shows where", async () => {
  const crop = { size: { shortest_edge: 120 }, do_center_crop: true, crop_size: { width: 96, height: 96 } }
  const name = await writeImageModel("scenes", { model_type: "vit" }, crop)
  const pipe = await pipeline("image-classification", name, { dtype: "fp32" })
  const explain = await explainer(pipe, { modelName, ...cut })
  const wide = await scene.clone().resize(400, 240)
  const { prediction, figure, recipe } = await explain(wide)
  const [{ label, score }] = await pipe(wide)
  expect(prediction[0]).toMatchObject({ label, score: expect.closeTo(score, 6) })
  expect(recipe).toMatchObject({ preprocessing: { mean: [0.5, 0.5, 0.5], width: 96, height: 96 } })
  const drawn = new TextDecoder().decode(await figure({ format: "svg" }))
  expect(drawn).toContain("the pipeline's processor")
})

test("image segmentation: the classes that the pipeline finds, and the maps of its file without the pipeline", async () => {
  const processor = { image_processor_type: "SegformerImageProcessor" }
  const name = await writeImageModel("scenes-segment", { model_type: "segformer" }, processor)
  const pipe = await pipeline("image-segmentation", name, { dtype: "fp32" })
  const explain = await explainer(pipe, { modelName, ...cut })
  const { explanation, map } = await explain(scene)
  const given = (await pipe(scene)).map(({ label }) => label)
  expect(explanation.targets.map(({ label }) => label)).toEqual(given.filter((label) => label !== "nothing"))
  const { labels } = models["scenes-segment"]
  const plain = await plainExplainer(pathIn(name, "onnx/model.onnx"), {
    backend: onnxruntimeNode(),
    labels,
    ...cut,
  })
  const { map: mapOf } = await plain(plainScene())
  for (const { id } of explanation.targets) expect(map(id)).toEqual(mapOf(id))
  await plain.dispose()
})

const small = (type: string) => ({ ...smallPreprocessor, image_processor_type: type })

test("object detection: the pipeline's objects, each explained by its half of the image", async () => {
  const name = await writeModel("detector", {
    "config.json": { model_type: "detr", ...labelled(["apple", "leaf"]) },
    "preprocessor_config.json": { ...small("DetrImageProcessor"), do_pad: true },
    "onnx/model.onnx": colourDetector(),
  })
  const pipe = await pipeline("object-detection", name, { dtype: "fp32" })
  const windows = { strategy: "sliding-window", passes: 40 } as const
  const explain = await explainer(pipe, { modelName, mask: "black", ...windows })
  const image = redAndGreen(48, 48, 24)
  const { explanation, map } = await explain(image)
  const given = await pipe(image, { percentage: true })
  expect(explanation.targets.map(({ label, score }) => ({ label, score }))).toEqual(
    given.map(({ label, score }) => ({ label, score: expect.closeTo(score, 7) })),
  )
  expect(explanation.targets.map(({ box }) => box!.x / 32)).toEqual(given.map(({ box }) => box.xmin))
  expect(meanOver(map(0), 0, 16)).toBeGreaterThan(10 * meanOver(map(0), 16, 32))
  expect(meanOver(map(1), 16, 32)).toBeGreaterThan(10 * meanOver(map(1), 0, 16))
})

test("an image keeps its proportions where the pipeline's processor does so", async () => {
  const size = { shortest_edge: 32, longest_edge: 64 }
  const name = await writeModel("proportions", {
    "config.json": { model_type: "detr", ...labelled(["apple", "leaf"]) },
    "preprocessor_config.json": { ...small("DetrImageProcessor"), size, do_pad: true },
    "onnx/model.onnx": colourDetector(),
  })
  const pipe = await pipeline("object-detection", name, { dtype: "fp32" })
  const explain = await explainer(pipe, { modelName, ...cut })
  for (const [width, height, shape] of [
    [90, 50, [35, 64]],
    [50, 91, [64, 35]],
  ] as const) {
    const image = redAndGreen(width, height, width / 2)
    const { explanation } = await explain(image)
    expect(explanation.grids[0].shape).toEqual(shape)
    const given = (await pipe(image)).map(({ label }) => label)
    expect(explanation.prediction.map(({ label }) => label)).toEqual(given)
  }
})

test("zero-shot image classification: the pipeline's labels, and the colour of each", async () => {
  const vocabulary = vocabularyOf("this is a photo of red green blue".split(" "))
  const name = await writeModel("matcher", {
    "config.json": { model_type: "clip" },
    "preprocessor_config.json": small("CLIPImageProcessor"),
    ...tokenizerFiles(vocabulary),
    "onnx/model.onnx": colourMatcher(vocabulary),
  })
  const pipe = await pipeline("zero-shot-image-classification", name, { dtype: "fp32" })
  const candidateLabels = ["blue", "green", "red"]
  const explain = await explainer(pipe, { modelName, candidateLabels, mask: "black", ...cut })
  const image = redAndGreen(48, 48, 30)
  const { prediction, map } = await explain(image)
  expect(prediction.map(({ label, score }) => ({ label, score }))).toEqual(
    ((await pipe(image, candidateLabels)) as { label: string; score: number }[]).map(({ label, score }) => ({
      label,
      score: expect.closeTo(score, 7),
    })),
  )
  expect(meanOver(map("red"), 0, 16)).toBeGreaterThan(2 * meanOver(map("red"), 24, 32))
  expect(meanOver(map("green"), 24, 32)).toBeGreaterThan(2 * meanOver(map("green"), 0, 16))
})

test("image to text: the pipeline's words, and the place that each comes from", async () => {
  const vocabulary = vocabularyOf("<start> <end> a red green blue scene".split(" "))
  const id = (word: string) => vocabulary.indexOf(word)
  const next = { "<start>": "a", red: "scene", green: "scene", blue: "scene", scene: "<end>" }
  const name = await writeModel("writer", {
    "config.json": {
      model_type: "vision-encoder-decoder",
      is_encoder_decoder: true,
      encoder: { model_type: "vit" },
      decoder: { model_type: "gpt2", n_layer: 1, n_head: 1, n_embd: 3 },
    },
    "generation_config.json": {
      decoder_start_token_id: id("<start>"),
      eos_token_id: id("<end>"),
      pad_token_id: 0,
    },
    "preprocessor_config.json": small("ViTImageProcessor"),
    ...tokenizerFiles(vocabulary),
    "onnx/encoder_model.onnx": colourEncoder(),
    "onnx/decoder_model_merged.onnx": colourWriter(vocabulary, next),
  })
  const pipe = await pipeline("image-to-text", name, { dtype: "fp32" })
  const explain = await explainer(pipe, { modelName, mask: "black", ...cut })
  const image = redAndGreen(48, 48, 30)
  const [{ generated_text: text }] = (await pipe(image)) as { generated_text: string }[]
  expect(text).toContain("a red scene")
  const { words } = await explain(image)
  const found = words!()
  expect(found.map(({ label }) => label).join(" ")).toBe("a red scene")
  const { map } = found[1]
  expect(meanOver(map, 0, 16)).toBeGreaterThan(2 * meanOver(map, 24, 32))
})

test("image to text: the caption of the zoo has the maps of its files without the pipeline", async () => {
  const { encoder, decoder } = models["scenes-caption"]
  const beside = (file: string) => new URL(file, encoder.onnx.href)
  const config = JSON.parse(await readFile(beside("config.json"), "utf8"))
  const decoding = { model_type: "gpt2", n_layer: 1, n_head: 2, n_embd: 64 }
  const name = await writeModel("captions", {
    "config.json": { ...config, encoder: { model_type: "vit" }, decoder: decoding },
    ...Object.fromEntries(
      ["preprocessor_config.json", "tokenizer.json", "tokenizer_config.json"].map((file) => [
        file,
        beside(file),
      ]),
    ),
    "onnx/encoder_model.onnx": renamed(await readFile(new URL(encoder.onnx.href)), { image: "pixel_values" }),
    "onnx/decoder_model_merged.onnx": new URL(decoder.onnx.href),
  })
  const pipe = await pipeline("image-to-text", name, { dtype: "fp32" })
  const { words } = await (await explainer(pipe, { modelName, ...cut }))(scene)
  const files = { encoder: encoder.onnx.href, decoder: decoder.onnx.href }
  const plain = await plainExplainer(files, { backend: onnxruntimeNode(), ...cut })
  expect(words!()).toEqual((await plain(plainScene())).words!())
  await plain.dispose()
})
