import type { TensorInfo } from "@pami/core"
import { expect, test } from "vitest"
import { decidePreprocessing } from "../decide-preprocessing.ts"
import { nameKind, recognizeKind } from "./model-kind.ts"

const info = (
  name: string,
  shape: TensorInfo["shape"],
  dtype: TensorInfo["dtype"] = "float32",
): TensorInfo => ({
  name,
  shape,
  dtype,
})
const picture = info("images", [null, 3, 320, 320])
const scores = info("scores", [null, 10])

test.each<[string, readonly TensorInfo[], readonly TensorInfo[], (readonly string[])?]>([
  ["detector", [picture], [info("output0", [null, 9, 2100])]],
  ["detector", [picture], [scores, info("pred_boxes", [null, 100, 4])]],
  ["detector", [picture], [scores], ["YolosForObjectDetection"]],
  ["segmenter", [picture], [info("y", [null, 21, 80, 80])]],
  ["segmenter", [picture], [info("y", [null, 320, 320, 2])]],
  ["text model", [info("input_ids", [null, null], "int64")], [scores]],
  ["text model", [info("x", [null], "string")], [scores]],
  ["audio model", [info("x", [null, 16000])], [scores]],
  ["audio model", [info("input_features", [null, 80, 3000])], [scores]],
  ["video model", [info("x", [null, 8, 3, 64, 64])], [scores]],
  [
    "table model",
    [info("X", [null, 13])],
    [info("label", [null], "int64"), info("probabilities", [null, 3])],
  ],
  ["embedding", [picture], [info("image_embeds", [null, 512])]],
  ["detector", [picture], [info("y", [null, 5, 1000])]],
  ["detector", [picture], [info("y", [1, 9, 2100])]],
  ["segmenter", [picture], [info("y", [null, 2, 80, 80])]],
  ["segmenter", [picture], [info("y", [null, 21, null, null])]],
  ["segmenter", [picture], [info("y", [null, null, 80, null])]],
  ["segmenter", [picture], [info("y", [null, null, null, 80])]],
  ["audio model", [info("x", [null, 4000])], [scores]],
  ["table model", [info("age", [null]), info("city", [null, 1], "string")], [scores]],
])("a %s is recognised", (kind, inputs, outputs, architectures) => {
  expect(recognizeKind({ inputs, outputs }, architectures)).toMatchObject({ kind })
})

test.each([
  "input_features",
  "Input_Values",
  "audio",
  "audio_signal",
  "waveform",
  "wav",
  "mel",
  "mel_bands",
  "log_mel",
  "log_mel_bands",
  "spectrogram",
])("an input called %s takes sound", (name) => {
  const inputs = [info(name, [null, 80, 300])]
  expect(recognizeKind({ inputs, outputs: [scores] })?.kind).toBe("audio model")
  // Beside an image, sound is one of several inputs.
  expect(recognizeKind({ inputs: [...inputs, picture], outputs: [scores] })).toBeUndefined()
})

test.each(["boxes", "bboxes", "pred_boxes", "num_dets", "num_detections", "detection_scores", "dets"])(
  "an output called %s is that of a detector",
  (name) => {
    const outputs = [scores, info(name, [null, 100])]
    expect(recognizeKind({ inputs: [picture], outputs })?.kind).toBe("detector")
  },
)

test.each<[string, readonly TensorInfo[], readonly TensorInfo[]]>([
  ["a name that only contains a word of sound", [info("wavelet", [null, 8, 3])], [scores]],
  ["a name that only ends like sound", [info("no_audio", [null, 8, 3])], [scores]],
  ["a name that only contains a word of text", [info("x_tokens", [null, 8, 3])], [scores]],
  ["a text and an image", [info("input_ids", [null, 77], "int64"), picture], [scores]],
  ["an image and a name", [picture, info("name", [null], "string")], [scores]],
  ["a row of numbers", [info("x", [null, 13])], [scores]],
  ["a row of numbers, and labels as floats", [info("x", [null, 13])], [info("label", [null, 3])]],
  ["a row of numbers, and a number without a name", [info("x", [null, 13])], [info("y", [null], "int64")]],
  ["a row and a matrix", [info("x", [null, 13]), info("m", [null, 3, 4])], [scores]],
  ["a matrix and its label", [info("x", [null, 3, 4])], [info("label", [null], "int64")]],
  ["a row that is too short for sound", [info("x", [null, 3999])], [scores]],
  ["a row of unknown length", [info("x", [null, null])], [scores]],
  ["sound in two axes", [info("x", [null, 16000, 2])], [scores]],
  ["a long row and an image", [info("x", [null, 16000]), picture], [scores]],
  ["fewer rows than boxes", [picture], [info("y", [null, 9, 999])]],
  ["rows that are too short for boxes", [picture], [info("y", [null, 4, 1000])]],
  ["many items of few rows", [picture], [info("y", [2000, 9, 20])]],
  ["rows of an unknown number", [picture], [info("y", [null, null, 9])]],
  ["rows with more axes", [picture], [info("y", [null, 9, 2100, 2, 2])]],
  ["a name that only contains boxes", [picture], [info("my_boxes", [null, 8])]],
  ["a name that only begins with boxes", [picture], [info("boxes_left", [null, 8])]],
  ["a column of numbers", [picture], [info("y", [null, 2, 320, 2])]],
  ["small planes", [picture], [info("y", [null, 21, 8, 80])]],
  ["vectors beside scores", [picture], [info("image_embeds", [null, 512]), scores]],
  ["no output", [picture], []],
])("%s: no other kind", (_, inputs, outputs) => {
  expect(recognizeKind({ inputs, outputs })).toBeUndefined()
})

test.each([
  ["YolosForObjectDetection", "detector"],
  ["SegformerForSemanticSegmentation", "segmenter"],
  ["DPTForDepthEstimation", "segmenter"],
  ["VideoMAEForVideoClassification", "video model"],
  ["ASTForAudioClassification", "audio model"],
  ["Wav2Vec2ForCTC", "audio model"],
  ["BlipForConditionalGeneration", "generator"],
  ["BertForSequenceClassification", "text model"],
  ["CLIPVisionModelWithProjection", "embedding"],
  ["CLIPVisionModel", "embedding"],
  ["VisionModelOfPets", undefined],
  ["WithProjectionOfPets", undefined],
])("the architecture %s is that of: %s", (architecture, kind) => {
  const model = { inputs: [picture], outputs: [scores] }
  expect(recognizeKind(model, ["ViTForImageClassification", architecture])?.kind).toBe(kind)
})

test("a kind has its article", () => {
  expect(["audio model", "embedding", "detector", "text model"].map(nameKind)).toEqual([
    "an audio model",
    "an embedding",
    "a detector",
    "a text model",
  ])
})

test("image classifiers have no other kind", () => {
  for (const shape of [[null, 1000], [1, 1000, 1, 1], [null, 1, 1, 1001], [1], [null, null, null, null]])
    expect(recognizeKind({ inputs: [picture], outputs: [info("logits", shape)] })).toBeUndefined()
  expect(
    recognizeKind({ inputs: [picture], outputs: [scores] }, ["ViTForImageClassification"]),
  ).toBeUndefined()
})

test("metadata in the file names the kind, and a model without an image input is refused with its kind", () => {
  const outputs = [info("output0", [null, 300, 6])]
  expect(recognizeKind({ inputs: [picture], outputs, metadata: { task: "pose" } })?.kind).toBe("detector")
  expect(
    recognizeKind({ inputs: [picture], outputs: [scores], metadata: { task: "toString" } }),
  ).toBeUndefined()
  expect(() =>
    decidePreprocessing({ inputs: [info("input_ids", [null, 128], "int64")], outputs: [scores] }),
  ).toThrow(/It seems to be a text model: an input is called input_ids.*functionBackend/)
  const samples = [info("x", [null, 16000])]
  expect(() => decidePreprocessing({ inputs: samples, outputs: [scores] })).toThrow(
    "It seems to be an audio model:",
  )
})
