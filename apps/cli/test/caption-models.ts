import { onnxModel } from "@pami/test-models"
import type { OnnxInitializer, OnnxNode } from "@pami/test-models"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { file } from "./fixtures.ts"

const words = ["<PAD>", "<START>", "<UNK>", "<END>", "a", "red", "blue", "flag"]
const size = words.length
const [start, end] = [1, 3]
const float = (name: string, shape: readonly number[], data: readonly number[]): OnnxInitializer => ({
  name,
  dtype: "float32",
  shape,
  data: Float32Array.from(data),
})
const axes = (...of: number[]) => ({ axes: { ints: of }, keepdims: { int: 1 } })

/** The mean of each channel: `[N, 3, 1]` of an image. */
const encoder = onnxModel({
  inputs: [{ name: "image", dtype: "float32", shape: [null, 3, 8, 8] }],
  outputs: [{ name: "last_hidden_state", dtype: "float32", shape: [null, 3, 1] }],
  nodes: [
    { op: "GlobalAveragePool", inputs: ["image"], outputs: ["pooled"] },
    { op: "Flatten", inputs: ["pooled"], outputs: ["means"] },
    { op: "Unsqueeze", inputs: ["means", "last"], outputs: ["last_hidden_state"] },
  ],
  initializers: [{ name: "last", dtype: "int64", shape: [1], data: BigInt64Array.of(2n) }],
})

/** Returns a decoder that writes `a red flag`, "red" as surely as the image is red. */
function decoder(states: number): Uint8Array {
  const next: Readonly<Record<string, string>> = { "<START>": "a", a: "red", red: "flag" }
  const table = words.flatMap((word) => words.map((other) => (other === (next[word] ?? "<END>") ? 6 : 0)))
  const seen = words.map((word) => (word === "red" ? 8 : 0))
  const nodes: OnnxNode[] = [
    { op: "Gather", inputs: ["table", "input_ids"], outputs: ["usual"] },
    { op: "Mul", inputs: ["encoder_hidden_states", "channels"], outputs: ["red"] },
    { op: "ReduceMean", inputs: ["red"], outputs: ["redness"], attributes: axes(1, 2) },
    { op: "Mul", inputs: ["redness", "seen"], outputs: ["added"] },
    { op: "Add", inputs: ["usual", "added"], outputs: ["logits"] },
  ]
  return onnxModel({
    inputs: [
      { name: "encoder_hidden_states", dtype: "float32", shape: [null, states, 1] },
      { name: "input_ids", dtype: "int64", shape: [null, null] },
    ],
    outputs: [{ name: "logits", dtype: "float32", shape: [null, null, size] }],
    nodes,
    initializers: [
      float("table", [size, size], table),
      float("seen", [1, 1, size], seen),
      float(
        "channels",
        [states, 1],
        Array.from({ length: states }, (_, channel) => Number(channel === 0)),
      ),
    ],
  })
}

/**
 * Writes a folder with an encoder and a decoder that captions images.
 *
 * @param states of the encoder that the decoder takes; 3 fit
 */
export function captionsFolder(into: string, name = "captions", states = 3): string {
  const folder = join(into, name)
  mkdirSync(folder)
  file(folder, "encoder_model.onnx", encoder)
  file(folder, "decoder_model.onnx", decoder(states))
  file(folder, "vocab.txt", words.join("\n"))
  file(folder, "config.json", JSON.stringify({ decoder_start_token_id: start, eos_token_id: end }))
  return folder
}

/** Writes a folder with a model that says whether an image is red, if the question asks for it. */
export function questionsFolder(into: string): string {
  const folder = join(into, "questions")
  mkdirSync(folder)
  const asks = words.flatMap((word) => [0, word === "red" ? 4 : 0])
  const model = onnxModel({
    inputs: [
      { name: "pixel_values", dtype: "float32", shape: [null, 3, 8, 8] },
      { name: "input_ids", dtype: "int64", shape: [null, null] },
    ],
    outputs: [{ name: "logits", dtype: "float32", shape: [null, 2] }],
    nodes: [
      { op: "Gather", inputs: ["asks", "input_ids"], outputs: ["each"] },
      {
        op: "ReduceMax",
        inputs: ["each"],
        outputs: ["asked"],
        attributes: { axes: { ints: [1] }, keepdims: { int: 0 } },
      },
      { op: "GlobalAveragePool", inputs: ["pixel_values"], outputs: ["pooled"] },
      { op: "Flatten", inputs: ["pooled"], outputs: ["means"] },
      { op: "MatMul", inputs: ["means", "red"], outputs: ["redness"] },
      { op: "Mul", inputs: ["asked", "redness"], outputs: ["logits"] },
    ],
    initializers: [float("asks", [size, 2], asks), float("red", [3, 1], [1, 0, 0])],
  })
  file(folder, "model.onnx", model)
  file(folder, "vocab.txt", words.join("\n"))
  file(folder, "labels.txt", "no\nyes")
  file(
    folder,
    "preprocessor_config.json",
    JSON.stringify({ size: 8, do_normalize: false, do_rescale: true, rescale_factor: 1 / 255 }),
  )
  return folder
}
