import { expect, test } from "vitest"
import { namedTokenizer } from "../../src/ui/kinds/logic/tokenizer-file.ts"
import { roleOf, sortFiles, type Dropped } from "../../src/ui/logic/classify-files.ts"

const file = (name: string, content: string | number[] = "", size = 1000): Dropped => ({
  name,
  size,
  head:
    typeof content === "string"
      ? new TextEncoder().encode(content).subarray(0, 64)
      : Uint8Array.from(content),
  text: typeof content === "string" ? content : null,
})

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

test.each([
  [file("squeezenet.onnx", [8, 7]), "onnx"],
  [file("model.onnx_data", [0, 0]), "weights"],
  [file("group1-shard1of4.bin", [0, 0]), "weights"],
  [file("model.json", '{"modelTopology":{},"weightsManifest":[]}'), "tfjs"],
  [file("map.json", '{"format":"pami-manifest-2","maps":[]}'), "manifest"],
  [file("preprocessor_config.json", '{"do_resize":true,"image_mean":[0.5]}'), "preprocessor"],
  [file("config.json", '{"id2label":{"0":"cat"}}'), "labels"],
  [file("config.json", '{"pretrained_cfg":{"input_size":[3,224,224]},"id2label":{}}'), "preprocessor"],
  [file("imagenet.txt", "tench\ngoldfish"), "labels"],
  [file("imagenet.json", '["tench","goldfish"]'), "labels"],
  [file("imagenet.json", '{"0":"tench","1":"goldfish"}'), "labels"],
  [
    file("metadata.json", '{"packageName":"@teachablemachine/image","labels":["cat"],"imageSize":96}'),
    "preprocessor",
  ],
  [file("processor_config.json", '{"image_processor":{"image_mean":[0.5]}}'), "preprocessor"],
  [file("class_indices.json", '{"dog":1,"cat":0}'), "labels"],
  [file("labels.tsv", "0\tcat"), "labels"],
  [file("digits.csv", "digit\n0\n1\n2"), "labels"],
  [file("temperature.csv", "celsius\n20.5\n21\n19.75"), "rows"],
  [file("text_vocab.txt", "<PAD> 0\n<START> 1"), "unknown"],
  [file("tokenizer.json", '{"model":{}}'), "unknown"],
  [file("broken.json", "{"), "unknown"],
  [file("cars.txt", "BMW\nAudi"), "labels"],
  [file("zoo.names", "GIF8\ncat"), "labels"],
  [file("pytorch_model.bin", [0, 0]), "foreign-model"],
  [file("cat.png", png), "image"],
  [file("bitmap", [0x42, 0x4d, 0]), "image"],
  [file("without-ending", png), "image"],
  [file("cat.jpg", [1, 2, 3]), "image"],
  [file("resnet.pth", [1]), "foreign-model"],
  [file("model.zip", [0x50, 0x4b]), "archive"],
  [file("notes.docx", [0x50, 0x4b]), "unknown"],
] as const)("$0.name is classified as $1", (dropped, role) => {
  expect(roleOf(dropped)).toBe(role)
})

test("a folder of one model gives the plain model, its labels, its preprocessor and an image", () => {
  const sorted = sortFiles([
    file("vit/README.md", "words"),
    file("vit/onnx/model_quantized.onnx", [8], 500),
    file("vit/onnx/model.onnx", [8], 2000),
    file("vit/onnx/model_fp16.onnx", [8], 1000),
    file("vit/config.json", '{"id2label":{"0":"cat"}}'),
    file("vit/preprocessor_config.json", '{"image_mean":[0.5]}'),
    file("cat.png", png),
  ])
  expect(sorted.model?.name).toBe("vit/onnx/model.onnx")
  expect(sorted.format).toBe("onnx")
  expect(sorted.labels?.name).toBe("vit/config.json")
  expect(sorted.preprocessor?.name).toBe("vit/preprocessor_config.json")
  expect(sorted.images.map(({ name }) => name)).toEqual(["cat.png"])
  expect(sorted.rest.map(({ file, role }) => [file.name, role])).toEqual([
    ["vit/README.md", "unknown"],
    ["vit/onnx/model_quantized.onnx", "onnx"],
    ["vit/onnx/model_fp16.onnx", "onnx"],
  ])
})

test("weights without a model are nothing to open", () => {
  const sorted = sortFiles([file("group1-shard1of1.bin", [0])])
  expect(sorted.model).toBeNull()
  expect(sorted.weights).toEqual([])
  expect(sorted.rest).toHaveLength(1)
})

test("labels by a telling name come before other texts", () => {
  const sorted = sortFiles([file("readme.txt", "words"), file("class-names.txt", "cat")])
  expect(sorted.labels?.name).toBe("class-names.txt")
})

test("a large tokenizer comes with its model, another large text does not", () => {
  const large = 9e6
  const sorted = sortFiles([
    file("model.onnx", [8]),
    file("tokenizer.json", '{"model":{}}', large),
    file("log.json", "{}", large),
  ])
  expect(sorted.texts.map(({ name }) => name)).toEqual(["tokenizer.json"])
})

test("a tokenizer is named to the engine only where it would not find it", () => {
  const named = (...names: string[]) => namedTokenizer(names.map((name) => ({ name })))?.name
  expect(named("config.json", "text_vocab.txt")).toBe("text_vocab.txt")
  expect(named("bert/tokenizer_config.json", "bert/my-tokenizer.json")).toBe("bert/my-tokenizer.json")
  expect(named("text_vocab.txt", "tokenizer.json")).toBeUndefined()
  expect(named("tokenizer_config.json", "labels.txt")).toBeUndefined()
})
