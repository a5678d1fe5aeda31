import type { Tensor } from "@pami/core"
import { toPixels, toTensor } from "@pami/image"
import {
  type Asked,
  askedIn,
  kinds,
  models,
  placesIn,
  sceneAnswers,
  type ScenePlace,
  sceneQuestion,
  sceneQuestionWords,
} from "@pami/zoo"
import type { SymbolicTensor, Tensor as TfTensor } from "@tensorflow/tfjs"
import { likeliest, withModel } from "../answers.ts"
import { kit } from "../blocks.ts"
import { type Course, percent } from "../course.ts"
import { classification, preprocessor } from "../files.ts"
import { boxesOf } from "../scenes/boxes.ts"
import { cellFeatures } from "../scenes/cell-features.ts"
import { trainingScenes, unseen } from "../scenes/data.ts"
import { writeScene } from "../scenes/example.ts"
import { coordinates, inRow } from "../scenes/patches.ts"
import { side } from "../scenes/preprocessing.ts"
import { beginWithScenes } from "../scenes/trunk.ts"
import { writeShares } from "../visible.ts"
import { encoded, withoutPadding } from "../words/data.ts"
import { keptUnits, masked } from "../words/masks.ts"
import { encoderTokens, wordPieces } from "../words/tokenizer.ts"
import { embed, lookUp } from "../words/tokens.ts"

const { length, preprocessing, onnx } = models["scenes-question"]
const width = 48
const tokenizer = wordPieces(sceneQuestionWords, encoderTokens, length)
const [yes, no, nothing] = ["yes", "no", "nothing"].map((answer) => sceneAnswers.indexOf(answer))
const pixels = side * side * 3

/** Answers questions about scenes: the words say where to look among the cells of a detector, and for what. */
export const scenesQuestion: Course = {
  name: "scenes-question",
  half: true,
  steps: 1500,
  batch: 32,
  rate: 0.003,
  // An image, and a question.
  input: [pixels + length],
  target: [sceneAnswers.length],

  async networks(tf, seed) {
    const { layers } = tf
    // The detector of `scenes-detect` as it is: of each of 12 x 12 cells, the kind of the object whose middle it is.
    const { image, features } = cellFeatures(tf, seed)
    const head = layers.conv2d({
      name: "scores",
      filters: kinds.length,
      kernelSize: 1,
      activation: "sigmoid",
    })
    const scores = head.apply(features) as SymbolicTensor
    const detector = tf.model({ inputs: image, outputs: scores })
    await beginWithScenes(tf, detector, models["scenes-detect"])
    for (const layer of detector.layers) layer.trainable = false
    const made = kit(tf, seed + 100)
    const [ids, mask] = ["input_ids", "attention_mask"].map((name) =>
      tf.input({ name, shape: [null], dtype: "int32" }),
    )
    // The order of the words does not matter.
    const there = layers
      .permute({ name: "there_row", dims: [2, 1] })
      .apply(lookUp(made, "there", mask, [0, 1]))
    const words = embed(made, "words", ids, tokenizer.vocabulary.length, width)
    const sum = made.dot("sum", [2, 1], [there as SymbolicTensor, words])
    const question = made.dense("question", 2 * width, sum, { relu: true })

    // The question opens a gate on one side of a line, and names a kind. The kinds that are there decide the answer.
    const line = made.dense("line", 3, question)
    const gates = made.dot("products", [2, 2], [coordinates(made, scores), line])
    const gate = layers.activation({ name: "gate", activation: "sigmoid" }).apply(gates) as SymbolicTensor
    const shown = layers.multiply({ name: "shown" }).apply([inRow(made, "cells", scores), gate])
    const found = layers.globalMaxPooling1d({ name: "found" }).apply(shown) as SymbolicTensor
    const inOne = (name: string, input: SymbolicTensor) =>
      layers.reshape({ name, targetShape: [input.shape[2]!] }).apply(input) as SymbolicTensor
    const named = inOne("named", made.dense("kinds", kinds.length, question))
    const both = layers.multiply({ name: "both" }).apply([found, named]) as SymbolicTensor
    const all = layers.concatenate({ name: "all" }).apply([found, both, inOne("said", question)])
    const inner = made.dense("inner", 128, all as SymbolicTensor, { relu: true })
    const logits = made.dense("logits", sceneAnswers.length, inner)
    const model = tf.model({ name: "scenes-question", inputs: [image, ids, mask], outputs: logits })
    return { "": model }
  },

  async examples(say) {
    const pool = await trainingScenes(say)
    return (next, input, target) => {
      const scene = writeScene(next, pool, Math.floor(next() * pool.size), input.subarray(0, pixels), 0.5)
      const objects = boxesOf(scene.owner, scene.kinds.length).map((box, object) => ({
        kind: scene.kinds[object],
        box,
        area: (box[2] - box[0]) * (box[3] - box[1]),
      }))
      const drawn = { width: side, height: side, objects }
      const { text } = sceneQuestion(Math.floor(2 ** 31 * next()), drawn)
      const words = Array.from(text.matchAll(/\w+|\?/g), ({ 0: word, index }) => ({
        start: index,
        end: index + word.length,
      }))
      const kept = keptUnits(next, words.length, 0.6)
      const draw = next()
      const mask = draw < 0.6 ? "[MASK]" : draw < 0.8 ? "[UNK]" : ""
      encoded(tokenizer, masked(text, words, kept, mask), input.subarray(pixels))
      writeAnswer(askedIn(masked(text, words, kept, "")), scene, placesIn(drawn), target)
    }
  },

  loss(tf, networks, input, target) {
    const [images, questions] = input.split([pixels, length], 1)
    const ids = withoutPadding(questions)
    const given = [images.reshape([-1, side, side, 3]), ids, ids.greater(0).toInt()]
    return tf.losses.softmaxCrossEntropy(target, networks[""].apply(given) as TfTensor)
  },

  files: {
    ...classification("ScenesForVisualQuestionAnswering", sceneAnswers, "single_label_classification", {
      vocab_size: tokenizer.vocabulary.length,
      max_position_embeddings: length,
      hidden_size: width,
      pad_token_id: tokenizer.id("[PAD]"),
    }),
    ...preprocessor(preprocessing),
    ...tokenizer.files,
  },

  async report(say) {
    await withModel(onnx, async (model) => {
      const drawn = unseen(1000, { objects: [1, 3] })
      for (const about of ["kind", "place"] as const) {
        let [right, asked] = [0, 0]
        for (const [index, scene] of drawn.entries()) {
          const { text, answer } = sceneQuestion(920_000_000 + index, scene, { about })
          const isPlace = "place" in Object(askedIn(text))
          if (isPlace !== (about === "place")) continue
          const { width: columns, height, pixels: data } = scene
          const shown = toTensor(toPixels({ width: columns, height, data }), preprocessing)
          const ids = [tokenizer.id("[CLS]"), ...tokenizer.encode(text), tokenizer.id("[SEP]")]
          const row = (values: readonly number[]): Tensor => ({
            dtype: "int64",
            shape: [1, ids.length],
            data: BigInt64Array.from(values, BigInt),
          })
          const { logits } = await model.run({
            image: { dtype: "float32", shape: [1, 3, side, side], data: shown },
            input_ids: row(ids),
            attention_mask: row(ids.map(() => 1)),
          })
          asked++
          if (likeliest(logits.data as Float32Array) === answer) right++
        }
        say(
          `scenes-question, about a ${about}: right for ${percent(right / asked)} of ${asked} questions about unseen scenes`,
        )
      }
    })
  },
}

/** Writes the answer to what the words of a question ask for, about objects that are more or less visible. */
function writeAnswer(
  asked: Asked,
  { kinds, weights }: { readonly kinds: readonly number[]; readonly weights: ArrayLike<number> },
  placed: ReadonlyMap<ScenePlace, number | undefined>,
  target: Float32Array,
): void {
  if (asked === "what") {
    writeShares(kinds, weights, target)
    return
  }
  target.fill(0)
  if (asked === "whether") target[yes] = target[no] = 0.5
  else if (asked === undefined) target[nothing] = 1
  else if ("kind" in asked) {
    const object = kinds.indexOf(asked.kind)
    target[yes] = object < 0 ? 0 : weights[object]
    target[no] = 1 - target[yes]
  } else {
    const object = placed.get(asked.place)
    const weight = object === undefined ? 0 : weights[object]
    if (object !== undefined) target[kinds[object]] = weight
    target[nothing] = 1 - weight
  }
}
