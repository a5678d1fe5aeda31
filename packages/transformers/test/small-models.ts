import { onnxModel } from "@pami/test-models"

// Models with a known truth, of kinds that the zoo lacks. Numbers are large, so that probabilities are near 0 or 1.
const floats = (name: string, shape: readonly number[], data: readonly number[]) =>
  ({ name, dtype: "float32", shape, data: Float32Array.from(data) }) as const
const ints = (name: string, data: readonly number[]) =>
  ({ name, dtype: "int64", shape: [data.length], data: BigInt64Array.from(data, BigInt) }) as const

/** Side of the images of the small models. */
export const side = 32

const image = { name: "pixel_values", dtype: "float32", shape: [null, null, null, null] } as const

/**
 * Returns a detector like DETR: it finds a red object in the left half, and a green one in the right half, each if more than half of
 * that is of its colour.
 */
export function colourDetector(): Uint8Array {
  const half = (name: string, channel: number, from: number) => [
    {
      op: "Slice",
      inputs: ["pixel_values", `${name}_from`, `${name}_to`, "axes"],
      outputs: [`${name}_part`],
    },
    {
      op: "ReduceMean",
      inputs: [`${name}_part`],
      outputs: [name],
      attributes: { axes: { ints: [2, 3] }, keepdims: { int: 0 } },
    },
    { from: ints(`${name}_from`, [channel, from]), to: ints(`${name}_to`, [channel + 1, from + side / 2]) },
  ]
  const [red, green] = [half("red", 0, 0), half("green", 1, side / 2)]
  return onnxModel({
    inputs: [image, { name: "pixel_mask", dtype: "int64", shape: [null, null, null] }],
    outputs: [
      { name: "logits", dtype: "float32", shape: [null, 2, 3] },
      { name: "pred_boxes", dtype: "float32", shape: [null, 2, 4] },
    ],
    nodes: [
      ...([red[0], red[1], green[0], green[1]] as never[]),
      { op: "Concat", inputs: ["red", "green"], outputs: ["seen"], attributes: { axis: { int: 1 } } },
      { op: "Gemm", inputs: ["seen", "weights", "bias"], outputs: ["flat"] },
      { op: "Reshape", inputs: ["flat", "logits_shape"], outputs: ["logits"] },
      { op: "Gemm", inputs: ["seen", "none", "places"], outputs: ["flat_boxes"] },
      { op: "Reshape", inputs: ["flat_boxes", "boxes_shape"], outputs: ["pred_boxes"] },
    ],
    initializers: [
      ...[red[2], green[2]].flatMap((ends) => Object.values(ends as object)),
      ints("axes", [1, 3]),
      ints("logits_shape", [0, 2, 3]),
      ints("boxes_shape", [0, 2, 4]),
      // Each query: its class from its colour, the other class never, no object at half of the colour.
      floats("weights", [2, 6], [20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 0]),
      floats("bias", [6], [0, -9, 10, -9, 0, 10]),
      floats(
        "none",
        [2, 8],
        Array.from({ length: 16 }, () => 0),
      ),
      floats("places", [8], [0.25, 0.5, 0.5, 1, 0.75, 0.5, 0.5, 1]),
    ],
  })
}

/** Returns a model like CLIP, of the words "red", "green" and "blue": each matches an image by how much of its colour is in it. */
export function colourMatcher(vocabulary: readonly string[]): Uint8Array {
  const colours = ["red", "green", "blue"]
  const table = vocabulary.flatMap((word) => colours.map((colour) => (word === colour ? 10 : 0)))
  return onnxModel({
    inputs: [
      { name: "input_ids", dtype: "int64", shape: ["text_batch_size", "sequence_length"] as never },
      image,
      { name: "attention_mask", dtype: "int64", shape: ["text_batch_size", "sequence_length"] as never },
    ],
    outputs: [
      { name: "logits_per_image", dtype: "float32", shape: ["image_batch_size", "text_batch_size"] as never },
      { name: "logits_per_text", dtype: "float32", shape: ["text_batch_size", "image_batch_size"] as never },
    ],
    nodes: [
      {
        op: "ReduceMean",
        inputs: ["pixel_values"],
        outputs: ["seen"],
        attributes: { axes: { ints: [2, 3] }, keepdims: { int: 0 } },
      },
      { op: "Gather", inputs: ["table", "input_ids"], outputs: ["words"] },
      {
        op: "ReduceSum",
        inputs: ["words", "tokens"],
        outputs: ["read"],
        attributes: { keepdims: { int: 0 } },
      },
      { op: "Transpose", inputs: ["read"], outputs: ["turned"], attributes: { perm: { ints: [1, 0] } } },
      { op: "MatMul", inputs: ["seen", "turned"], outputs: ["logits_per_image"] },
      {
        op: "Transpose",
        inputs: ["logits_per_image"],
        outputs: ["logits_per_text"],
        attributes: { perm: { ints: [1, 0] } },
      },
    ],
    initializers: [floats("table", [vocabulary.length, 3], table), ints("tokens", [1])],
  })
}

const texts = ["input_ids", "attention_mask", "token_type_ids"].map((name) => ({
  name,
  dtype: "int64" as const,
  shape: [null, null],
}))

/** The words that two texts have in common decide: as vectors of the vocabulary, without its special tokens. */
function sharedWords(size: number, special: number) {
  const identity = Array.from({ length: size * size }, (_, i) =>
    i % (size + 1) === 0 && i / (size + 1) >= special ? 1 : 0,
  )
  return {
    nodes: [
      { op: "Gather", inputs: ["table", "input_ids"], outputs: ["words"] },
      { op: "Cast", inputs: ["token_type_ids"], outputs: ["second"], attributes: { to: { int: 1 } } },
      { op: "Unsqueeze", inputs: ["second", "last"], outputs: ["of_second"] },
      { op: "Mul", inputs: ["words", "of_second"], outputs: ["second_words"] },
      { op: "Sub", inputs: ["words", "second_words"], outputs: ["first_words"] },
      {
        op: "ReduceSum",
        inputs: ["first_words", "tokens"],
        outputs: ["first"],
        attributes: { keepdims: { int: 0 } },
      },
    ],
    initializers: [floats("table", [size, size], identity), ints("last", [2]), ints("tokens", [1])],
  } as const
}

/**
 * Returns a model that takes a hypothesis for entailed if it has a word with its premise in common: contradiction, neutral, entailment.
 *
 * @param items that a run takes. Default: any number
 */
export function entailment(size: number, special: number, items: number | null = null): Uint8Array {
  const { nodes, initializers } = sharedWords(size, special)
  return onnxModel({
    inputs: texts.map((input) => ({ ...input, shape: [items, null] })),
    outputs: [{ name: "logits", dtype: "float32", shape: [items, 3] }],
    nodes: [
      ...nodes,
      {
        op: "ReduceSum",
        inputs: ["second_words", "tokens"],
        outputs: ["other"],
        attributes: { keepdims: { int: 0 } },
      },
      { op: "Mul", inputs: ["first", "other"], outputs: ["products"] },
      {
        op: "ReduceSum",
        inputs: ["products", "tokens"],
        outputs: ["shared"],
        attributes: { keepdims: { int: 1 } },
      },
      { op: "Gemm", inputs: ["shared", "weights", "bias"], outputs: ["logits"] },
    ],
    initializers: [...initializers, floats("weights", [1, 3], [-6, 0, 6]), floats("bias", [3], [3, 0, -3])],
  })
}

/**
 * Returns a model that answers a question by the word behind the one that the question and the context have in common; of several, by
 * all of them.
 */
export function answerer(size: number, special: number): Uint8Array {
  const { nodes, initializers } = sharedWords(size, special)
  return onnxModel({
    inputs: texts,
    outputs: ["start_logits", "end_logits"].map(
      (name) => ({ name, dtype: "float32", shape: [null, null] }) as const,
    ),
    nodes: [
      ...nodes,
      { op: "Unsqueeze", inputs: ["first", "last"], outputs: ["question"] },
      { op: "MatMul", inputs: ["second_words", "question"], outputs: ["asked"] },
      { op: "Squeeze", inputs: ["asked", "last"], outputs: ["here"] },
      // Moved by one token.
      { op: "Pad", inputs: ["here", "pads"], outputs: ["moved"] },
      { op: "Slice", inputs: ["moved", "from", "to", "tokens"], outputs: ["behind"] },
      { op: "Mul", inputs: ["behind", "scale"], outputs: ["start_logits"] },
      { op: "Identity", inputs: ["start_logits"], outputs: ["end_logits"] },
    ],
    initializers: [
      ...initializers,
      ints("pads", [0, 1, 0, 0]),
      ints("from", [0]),
      ints("to", [-1]),
      floats("scale", [1], [12]),
    ],
  })
}

/** Returns an encoder that sees how much of each colour is in an image. */
export function colourEncoder(): Uint8Array {
  return onnxModel({
    inputs: [image],
    outputs: [{ name: "last_hidden_state", dtype: "float32", shape: [null, 1, 3] }],
    nodes: [
      {
        op: "ReduceMean",
        inputs: ["pixel_values"],
        outputs: ["seen"],
        attributes: { axes: { ints: [2, 3] }, keepdims: { int: 0 } },
      },
      { op: "Unsqueeze", inputs: ["seen", "axis"], outputs: ["last_hidden_state"] },
    ],
    initializers: [ints("axis", [1])],
  })
}

/**
 * Returns a decoder that writes word by word: each follows the one before it, and behind "a" comes the colour that is most in the image.
 *
 * @param next the word behind each word
 */
export function colourWriter(
  vocabulary: readonly string[],
  next: Readonly<Record<string, string>>,
): Uint8Array {
  const size = vocabulary.length
  const follows = vocabulary.flatMap((word) => vocabulary.map((other) => (next[word] === other ? 9 : 0)))
  const colours = ["red", "green", "blue"].flatMap((colour) =>
    vocabulary.map((word) => (word === colour ? 20 : 0)),
  )
  const asks = vocabulary.map((word) => (word === "a" ? 1 : 0))
  return onnxModel({
    inputs: [
      { name: "input_ids", dtype: "int64", shape: [null, null] },
      { name: "encoder_hidden_states", dtype: "float32", shape: [null, 1, 3] },
    ],
    outputs: [{ name: "logits", dtype: "float32", shape: [null, null, size] }],
    nodes: [
      { op: "Gather", inputs: ["follows", "input_ids"], outputs: ["usual"] },
      { op: "Gather", inputs: ["asks", "input_ids"], outputs: ["asked"] },
      { op: "MatMul", inputs: ["encoder_hidden_states", "colours"], outputs: ["shown"] },
      { op: "Mul", inputs: ["asked", "shown"], outputs: ["coloured"] },
      { op: "Add", inputs: ["usual", "coloured"], outputs: ["logits"] },
    ],
    initializers: [
      floats("follows", [size, size], follows),
      floats("asks", [size, 1], asks),
      floats("colours", [3, size], colours),
    ],
  })
}
