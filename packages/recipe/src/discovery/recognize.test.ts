import type { TensorInfo } from "@pami/core"
import { expect, test } from "vitest"
import { recognizeInputs } from "./recognize-input.ts"
import { recognizeTask } from "./recognize-task.ts"

const info = (
  name: string,
  shape: TensorInfo["shape"],
  dtype: TensorInfo["dtype"] = "float32",
): TensorInfo => ({ name, shape, dtype })
const image = info("images", [null, 3, 320, 320])
const scores = info("scores", [null, 10])
const inputsOf = (inputs: readonly TensorInfo[], outputs = [scores], named?: readonly string[]) =>
  recognizeInputs({ inputs, outputs }, named).map(({ value }) => value)
const taskOf = (outputs: readonly TensorInfo[], named?: readonly string[]) =>
  recognizeTask({ inputs: [image], outputs }, named)?.value

test.each<[string, readonly TensorInfo[], readonly string[]]>([
  ["an image in colour", [image], ["image"]],
  [
    "a grey image, or another input of four axes",
    [info("x", [null, 1, 64, 64])],
    ["image", "volume", "series"],
  ],
  ["a grey image or a series", [info("x", [null, 64, 9])], ["image", "series"]],
  ["a series", [info("x", [null, 28, 1])], ["series"]],
  ["samples of sound", [info("x", [null, 16000])], ["series"]],
  ["features of sound", [info("input_features", [null, 80, 3000])], ["series", "image"]],
  ["a row of a table, or a series", [info("x", [null, 13])], ["table", "series"]],
  ["columns of a table", [info("age", [null, 1]), info("city", [null, 1], "string")], ["table"]],
  ["a volume", [info("scan", [null, 1, 32, 32, 32])], ["volume"]],
  ["a video", [info("x", [null, 8, 3, 64, 64])], ["video", "volume"]],
  ["tokens", [info("input_ids", [null, null], "int64")], ["text"]],
  ["texts", [info("x", [null], "string")], ["text"]],
])("a model takes %s, the likeliest first", (_, inputs, expected) => {
  expect(inputsOf(inputs).slice(0, expected.length)).toEqual(expected)
})

test("an output that is a label makes rows of a table", () => {
  const labelled = [info("label", [null], "int64"), info("probabilities", [null, 3])]
  expect(inputsOf([info("x", [null, 16000])], labelled)).toEqual(["table"])
  // A label of floats is scores.
  expect(inputsOf([info("x", [null, 16000])], [info("label", [null, 3])])[0]).toBe("series")
})

test("beside an image, text or sound is one of several inputs", () => {
  expect(inputsOf([info("input_ids", [null, 77], "int64"), image])[0]).toBe("image")
  expect(inputsOf([info("waveform", [null, 80, 300]), image])[0]).toBe("image")
})

test.each([
  ["ASTForAudioClassification", "series"],
  ["Wav2Vec2ForCTC", "series"],
  ["BertForSequenceClassification", "text"],
  ["VideoMAEForVideoClassification", "video"],
])("the architecture %s takes %s", (architecture, kind) => {
  expect(inputsOf([image], [scores], ["ViTForImageClassification", architecture])[0]).toBe(kind)
})

test.each<[string, readonly TensorInfo[]]>([
  ["detection", [info("output0", [null, 9, 2100])]],
  ["detection", [scores, info("pred_boxes", [null, 100, 4])]],
  ["detection", [scores, info("num_dets", [null, 1])]],
  ["segmentation", [info("y", [null, 21, 80, 80])]],
  ["segmentation", [info("y", [null, 320, 320, 2])]],
  ["segmentation", [info("y", [null, 21, null, null])]],
  ["embedding", [info("image_embeds", [null, 512])]],
  ["characters", [info("y", [null, 40, 97])]],
])("outputs of %s are recognised", (task, outputs) => {
  expect(taskOf(outputs)).toBe(task)
})

test.each<[string, readonly TensorInfo[]]>([
  ["scores of classes", [scores]],
  ["fewer rows than boxes", [info("y", [null, 4, 999])]],
  ["rows that are too short for boxes", [info("y", [null, 4, 1000])]],
  ["small planes", [info("y", [null, 21, 8, 80])]],
  ["vectors beside scores", [info("image_embeds", [null, 512]), scores]],
  ["a name that only begins with boxes", [info("boxes_left", [null, 8])]],
])("%s: no task but classification", (_, outputs) => {
  expect(taskOf(outputs)).toBeUndefined()
})

test.each([
  ["YolosForObjectDetection", "detection"],
  ["SegformerForSemanticSegmentation", "segmentation"],
  ["VitPoseForPoseEstimation", "keypoints"],
  ["BlipForConditionalGeneration", "generation"],
  ["CLIPVisionModelWithProjection", "embedding"],
  ["VisionModelOfPets", undefined],
])("the architecture %s is for: %s", (architecture, task) => {
  expect(taskOf([scores], ["ViTForImageClassification", architecture])).toBe(task)
})

test("a softmax over many classes at each step is of characters, not of boxes", () => {
  const outputs = [info("y", [null, null, 6625])]
  expect(taskOf(outputs)).toBe("detection")
  expect(recognizeTask({ inputs: [image], outputs, activations: { y: "softmax" } })?.value).toBe("characters")
})

test("clear layouts of boxes and of keypoints are recognised without a name", () => {
  const anchors = [info("a", [null, 896, 16]), info("b", [null, 896, 1])]
  expect(taskOf(anchors)).toBe("detection")
  expect(taskOf([info("y", [null, 1, 17, 3])])).toBe("keypoints")
})

test("the metadata of Ultralytics names the task", () => {
  const model = { inputs: [image], outputs: [scores] }
  expect(recognizeTask({ ...model, metadata: { task: "detect" } })?.value).toBe("detection")
  expect(recognizeTask({ ...model, metadata: { task: "toString" } })).toBeUndefined()
})
