import { expect, test } from "vitest"
import { discover, type DiscoverOptions, labelFindings } from "./discover.ts"
import { hintUnusable } from "./hint-findings.ts"
import { foldersNear } from "./neighbours.ts"

const config = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5], size: { height: 16, width: 16 } }

/** A reader of these files, which counts what it is asked for. */
function near(files: Readonly<Record<string, object | string | Error>>, asked: string[] = []) {
  return async (name: string) => {
    asked.push(name)
    const file = files[name]
    if (file instanceof Error) throw file
    if (file === undefined) return undefined
    return new TextEncoder().encode(typeof file === "string" ? file : JSON.stringify(file))
  }
}

const find = (
  files: Parameters<typeof near>[0],
  { file = "pets/model.onnx", ...options }: Partial<DiscoverOptions> = {},
) => discover({ file, read: near(files), ...options })

test.each([
  ["labels.txt", { "labels.txt": "cat\ndog" }],
  ["classes.txt", { "classes.txt": "0 cat\n1 dog" }],
  ["class_indices.json", { "class_indices.json": { dog: 1, cat: 0 } }],
  ["config.json", { "config.json": { id2label: { 0: "cat", 1: "dog" } } }],
  ["config.json", { "config.json": { architecture: "resnet18", label_names: ["cat", "dog"] } }],
  ["metadata.json", { "metadata.json": { tmVersion: "2", labels: ["cat", "dog"], imageSize: 96 } }],
  ["signature.json", { "signature.json": { classes: { Label: ["cat", "dog"] } } }],
])("labels in %s", async (name, files) => {
  const { labels, findings } = await find(files)
  expect(labels).toEqual(["cat", "dog"])
  expect(findings).toMatchObject([
    { code: "FOUND_NEARBY", message: expect.stringContaining(`labels in ${name}`) },
  ])
})

test.each([
  ["preprocessor_config.json", { "preprocessor_config.json": config, "config.json": { model_type: "vit" } }],
  ["processor_config.json", { "processor_config.json": { image_processor: config } }],
  ["config.json", { "config.json": { pretrained_cfg: { input_size: [3, 32, 32], mean: [0], std: [1] } } }],
  ["metadata.json", { "metadata.json": { packageName: "@teachablemachine/image", imageSize: 96 } }],
])("preprocessing in %s", async (name, files) => {
  expect((await find(files)).preprocessing).toMatchObject({ name })
})

test("the layout of transformers.js: one folder up, but only from a folder called so", async () => {
  const files = { "../config.json": { id2label: { 0: "cat" } }, "../preprocessor_config.json": config }
  for (const file of [
    "pets/onnx/model_quantized.onnx",
    "C:\\pets\\onnx\\model.onnx",
    "pets/tfjs_model/model.json",
  ])
    expect(await find(files, { file })).toMatchObject({
      labels: ["cat"],
      preprocessing: { name: "../preprocessor_config.json" },
    })
  const asked: string[] = []
  expect(await find({}, { file: "downloads/model.onnx", read: near(files, asked) })).toEqual({
    architectures: [],
    findings: [],
  })
  expect(asked.filter((name) => /[\\/]/.test(name))).toEqual([])
  asked.length = 0
  await find({}, { file: "pets/onnx/model.onnx", read: near({}, asked) })
  for (const name of asked) expect(name).toMatch(/^(?:\.\.\/)?[\w.]+$/)
  expect(new Set(asked).size).toBe(asked.length)
})

test("metadata inside the model's file: labels and preprocessing", async () => {
  const metadata = { task: "classify", imgsz: "[48, 48]", names: "{0: 'cat', 1: \"dog's\"}", stride: "1" }
  const found = await find({ "preprocessor_config.json": config }, { metadata })
  expect(found.labels).toEqual(["cat", "dog's"])
  expect(found.preprocessing?.name).toBe("the model's metadata")
  expect((await find({ "labels.txt": "hers\nhis" }, { metadata })).labels).toEqual(["hers", "his"])
  expect((await find({}, { metadata: { names: "[1,", author: "me" } })).findings).toMatchObject([
    { code: "HINT_UNUSABLE", message: expect.stringContaining("the model's metadata (names)") },
  ])
})

test("a file that cannot be used is a finding, once, and the next one is taken", async () => {
  const found = await find({
    "labels.txt": new Error("it is a folder"),
    "class_indices.json": { cat: 0, dog: 0 },
    "config.json": "{ broken",
    "metadata.json": { labels: ["cat", "dog"] },
    "preprocessor_config.json": "x".repeat(5 * 2 ** 20),
  })
  expect(found.labels).toEqual(["cat", "dog"])
  expect(found.findings.map(({ message }) => message)).toEqual([
    "labels.txt next to the model was ignored: it is a folder",
    expect.stringMatching(
      /^labels in class_indices\.json next to the model were ignored: it has the index 0 twice/,
    ),
    expect.stringMatching(/^config\.json next to the model was ignored: it is not JSON: /),
    expect.stringMatching(/^preprocessor_config\.json next to the model was ignored: it has 5242880 bytes/),
    "found near the model: labels in metadata.json",
  ])
  const none = await find({ "config.json": { id2label: null, label2id: null, architectures: ["BeitModel"] } })
  expect(none.labels).toBeUndefined()
  expect(none.findings[0]).toMatchObject({
    code: "HINT_UNUSABLE",
    message: expect.stringContaining("id2label"),
  })
})

test("labels as Python prints them are read, and what is copied into the model's metadata hides no file", async () => {
  const metadata = { image_mean: "[0.5, 0.5, 0.5]", author: "me" }
  const files = { "labels.json": "{0: 'cat', 1: 'dog'}", "preprocessor_config.json": config }
  expect(await find(files, { metadata })).toMatchObject({
    labels: ["cat", "dog"],
    preprocessing: { name: "preprocessor_config.json" },
    findings: [{ code: "FOUND_NEARBY" }],
  })
})

test("what a person has given is not looked for", async () => {
  const files = { "labels.txt": new Error("broken"), "preprocessor_config.json": config }
  expect(await find(files, { given: { labels: true, preprocessing: true } })).toEqual({
    architectures: [],
    findings: [],
  })
})

test.each([
  [{ problem_type: "multi_label_classification" }, "multi-label", /problem_type/],
  [
    { problem_type: "regression", architectures: ["BeitForImageClassification"] },
    "regression",
    /problem_type/,
  ],
  [{ architectures: ["BeitForImageClassification"], id2label: { 0: "a", 1: "b" } }, "single-label", /Beit/],
  [{ architectures: ["CLIPVisionModelWithProjection"] }, "embedding", /CLIPVision/],
  [{ architectures: ["ViTModel"] }, "embedding", /ViTModel/],
  [{ architectures: ["DINOv3ViTModel"] }, "embedding", /DINOv3/],
  [{ architectures: ["CLIPVisionModel"] }, "embedding", /CLIPVision/],
  [
    { architectures: [`Vi\u202ET${"x".repeat(1e5)}Model`] },
    "embedding",
    /^architecture Vi\\u202eTx{76}\.\.\. in/,
  ],
  [{ architecture: "resnet18", num_classes: 0 }, "embedding", /num_classes 0/],
  [{ architectures: ["BeitForImageClassification"] }, "single-label", /Beit/],
  [{ architectures: ["BeitForImageClassification"], num_labels: 2, id2label: null }, "single-label", /Beit/],
  [{ architectures: [7, "ViTModel"] }, "embedding", /ViTModel/],
  [{ architectures: ["BlipModelWithProjection"] }, "embedding", /Blip/],
  [{ architectures: ["NoAlignModel"] }, "embedding", /NoAlign/],
] as const)("%j: the task is %s", async (fields, task, why) => {
  const found = await find({ "config.json": fields })
  expect(found.task).toMatchObject({ task, why: expect.stringMatching(why) })
})

test.each([
  [{ problem_type: "toString" }],
  [{ problem_type: null, architectures: null }],
  [{ architectures: ["BeitForImageClassification"], id2label: { 0: "a" } }],
  [{ architectures: ["DetrForObjectDetection"] }],
  [{ architectures: ["CLIPModel"] }],
  [{ architectures: ["SiglipModel"] }],
  [{ architectures: ["VisionEncoderDecoderModel"] }],
  [{ architectures: ["EncoderDecoderModel"] }],
  [{ architectures: ["ChineseCLIPModel"] }],
  [{ architectures: ["CLIPSegModel"] }],
  [{ architectures: ["Siglip2Model"] }],
  [{ architectures: ["ViTModelOfPets"] }],
  [{ architectures: "ViTModel" }],
  [{ architectures: ["BeitForImageClassification"], num_labels: 1 }],
  [{ architectures: ["BeitForImageClassification"], num_labels: 1, id2label: null }],
  [{ problem_type: ["regression"] }],
  [{ num_classes: 1 }],
  [[{ problem_type: "regression" }]],
])("%j does not tell the task", async (fields) => {
  expect((await find({ "config.json": fields })).task).toBeUndefined()
})

test.each(["null", "7", "[1]", '"text"'])(
  "a config.json of %s tells nothing and stops nothing",
  async (text) => {
    expect(await find({ "config.json": text })).toEqual({ architectures: [], findings: [] })
  },
)

test("the architectures of a model are found", async () => {
  const { architectures } = await find({ "config.json": { architectures: ["ViTModel", null] } })
  expect(architectures).toEqual(["ViTModel"])
})

test("a preprocessor_config.json without numbers is taken, so that its error becomes a finding", async () => {
  const files = { "preprocessor_config.json": { do_resize: true }, "config.json": config }
  expect((await find(files)).preprocessing?.name).toBe("preprocessor_config.json")
  const broken = { ...files, "preprocessor_config.json": "{" }
  expect((await find(broken)).preprocessing?.name).toBe("config.json")
  // Another file has to have them.
  expect((await find({ "processor_config.json": { do_resize: true } })).preprocessing).toBeUndefined()
})

test("labels in the metadata are lists or dictionaries, perhaps after a space", async () => {
  expect((await find({}, { metadata: { names: "  ['cat', 'dog']" } })).labels).toEqual(["cat", "dog"])
  expect((await find({}, { metadata: { labels: "[cat] by me" } })).findings).toMatchObject([
    { code: "HINT_UNUSABLE" },
  ])
  expect(await find({}, { metadata: { names: "of pets [1]" } })).toEqual({ architectures: [], findings: [] })
})

test.each([
  ["onnx", true],
  ["ONNX_fp16", true],
  ["tfjs", true],
  ["openvino", true],
  ["yolo_openvino_model", true],
  ["yolo_webmodel", true],
  ["web_model", true],
  ["weights", true],
  ["my onnx", false],
  ["onnx-fp16", false],
  ["my_onnx_models", false],
  ["pets web_model", false],
  ["web_models", false],
  ["myweights", false],
  ["weights2", false],
])("the folder above %s is searched: %s", (folder, above) => {
  expect(foldersNear(`pets/${folder}/model.onnx`)).toEqual(above ? ["", "../"] : [""])
  expect(foldersNear(folder)).toEqual([""])
})

test("a finding names the file once", () => {
  for (const reason of ["a.json: no numbers", "near/a.json: no numbers", "no numbers"])
    expect(hintUnusable("near/a.json", new Error(reason)).message).toMatch(/^[^:]* ignored: no numbers$/)
  expect(hintUnusable("a.json", "a.json is empty").message).toMatch(/ ignored: it is empty$/)
  expect(hintUnusable("a.json", "a.json5 is empty").message).toMatch(/ ignored: a\.json5 is empty$/)
})

test("labels that are numbered from 1 have none for the first class, and only for it", () => {
  const codes = (labels: readonly string[]) => labelFindings(labels, "a.txt").map(({ code }) => code)
  expect(codes(["", "cat"])).toEqual(["LABELS_FROM_ONE"])
  expect(codes(["", "cat", "dog"])).toEqual(["LABELS_FROM_ONE"])
  for (const labels of [[], [""], ["cat", "dog"], ["", ""], ["", "cat", "", "dog"]])
    expect(codes(labels)).toEqual([])
})

test("LABEL_0, LABEL_1 are not labels; a numbering from 1 is a finding", async () => {
  const partly = { 0: "LABEL_0", 1: "dog" }
  expect((await find({ "config.json": { id2label: partly } })).labels).toEqual(["LABEL_0", "dog"])
  expect((await find({ "config.json": { id2label: { 0: "LABEL_0", 1: "LABEL_1" } } })).labels).toBeUndefined()
  const found = await find({ "labels.txt": "1 cat\n2 dog" })
  expect(found).toMatchObject({ labels: ["", "cat", "dog"], findings: [{}, {}] })
  expect(found.findings.map(({ code }) => code)).toContain("LABELS_FROM_ONE")
})
