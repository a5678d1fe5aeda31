import type { Tensor } from "@pami/core"
import { toPixels, toTensor } from "@pami/image"
import {
  type Asked,
  askedIn,
  models,
  placesIn,
  sceneAnswers,
  type ScenePlace,
  sceneQuestion,
  sceneQuestionWords,
} from "@pami/zoo"
import type { SymbolicTensor, Tensor as TfTensor } from "@tensorflow/tfjs"
import { likeliest, withModel } from "../answers.ts"
import { block, kit } from "../blocks.ts"
import { type Course, percent } from "../course.ts"
import { classification, preprocessor } from "../files.ts"
import { boxesOf } from "../scenes/boxes.ts"
import { trainingScenes, unseen } from "../scenes/data.ts"
import { writeScene } from "../scenes/example.ts"
import { placedPatches } from "../scenes/patches.ts"
import { side } from "../scenes/preprocessing.ts"
import { beginWithScenes, convolutions, trunk } from "../scenes/trunk.ts"
import { writeShares } from "../visible.ts"
import { encoded, withoutPadding } from "../words/data.ts"
import { wordEncoder } from "../words/encoder.ts"
import { keptUnits, masked } from "../words/masks.ts"
import { encoderTokens, wordPieces } from "../words/tokenizer.ts"

const { length, preprocessing, onnx } = models["scenes-question"]
const width = 64
const tokenizer = wordPieces(sceneQuestionWords, encoderTokens, length)
const [yes, no, nothing] = ["yes", "no", "nothing"].map((answer) => sceneAnswers.indexOf(answer))
const pixels = side * side * 3

/** Answers questions about scenes: words become one token, which looks twice at the places of the image. */
export const scenesQuestion: Course = {
  name: "scenes-question",
  half: true,
  steps: 1500,
  batch: 32,
  rate: 0.002,
  // An image, and a question.
  input: [pixels + length],
  target: [sceneAnswers.length],

  async networks(tf, seed) {
    const { layers } = tf
    const { image, outputs } = trunk(tf, seed, convolutions)
    const made = kit(tf, seed + 100)
    const context = placedPatches(made, outputs[outputs.length - 1], width)
    const { inputs, tokens, there } = wordEncoder(made, {
      vocabulary: tokenizer.vocabulary.length,
      longest: length,
      width,
      heads: 2,
      hidden: 96,
      blocks: 1,
      reach: 5,
    })
    const row = layers.permute({ name: "there_row", dims: [2, 1] }).apply(there) as SymbolicTensor
    let question = made.normal("question", made.dot("sum", [2, 1], [row, tokens]))
    for (let k = 0; k < 2; k++)
      question = block(made, `seen_${k}`, question, { width, heads: 4, hidden: 96 }, { context })
    const answers = made.dense("answers", sceneAnswers.length, made.normal("answer", question))
    const logits = layers.reshape({ name: "logits", targetShape: [sceneAnswers.length] }).apply(answers)
    const model = tf.model({
      name: "scenes-question",
      inputs: [image, ...inputs],
      outputs: logits as SymbolicTensor,
    })
    await beginWithScenes(tf, model)
    return { "": model }
  },

  async examples(say) {
    const pool = await trainingScenes(say)
    return (next, input, target) => {
      const scene = writeScene(next, pool, Math.floor(next() * pool.size), input.subarray(0, pixels), 0.25)
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
    const given = [images.reshape([-1, side, side, 3]), ids, ids.greater(0).toInt(), ids.zerosLike()]
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
            token_type_ids: row(ids.map(() => 0)),
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
  places: ReadonlyMap<ScenePlace, number | undefined>,
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
    const object = places.get(asked.place)
    const weight = object === undefined ? 0 : weights[object]
    if (object !== undefined) target[kinds[object]] = weight
    target[nothing] = 1 - weight
  }
}
