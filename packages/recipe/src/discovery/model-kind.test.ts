import type { TensorInfo } from "@pami/core"
import { expect, test } from "vitest"
import { decidePreprocessing } from "../decide-preprocessing.ts"
import { recognizeKind } from "./model-kind.ts"

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
])("a %s is recognised", (kind, inputs, outputs, architectures) => {
  expect(recognizeKind({ inputs, outputs }, architectures)).toMatchObject({ kind })
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
  expect(() =>
    decidePreprocessing({ inputs: [info("input_ids", [null, 128], "int64")], outputs: [scores] }),
  ).toThrow(/It seems to be a text model: an input is called input_ids.*functionBackend/)
  const samples = [info("x", [null, 16000])]
  expect(() => decidePreprocessing({ inputs: samples, outputs: [scores] })).toThrow(
    "It seems to be an audio model:",
  )
})
