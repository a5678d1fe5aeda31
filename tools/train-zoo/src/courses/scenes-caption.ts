import type { Tensor } from "@pami/core"
import { captionOf, kinds, models, sceneCaption, sceneCaptionWords } from "@pami/zoo"
import type { Tensor as TfTensor } from "@tensorflow/tfjs"
import { likeliest, withModel } from "../answers.ts"
import { type Attention, block, kit } from "../blocks.ts"
import { type Course, percent, pretty } from "../course.ts"
import { preprocessor } from "../files.ts"
import { answersTo, trainingScenes, unseen } from "../scenes/data.ts"
import { writeScene } from "../scenes/example.ts"
import { patches } from "../scenes/patches.ts"
import { side } from "../scenes/preprocessing.ts"
import { beginWithScenes, convolutions, trunk } from "../scenes/trunk.ts"
import { writerTokens, wordPieces } from "../words/tokenizer.ts"
import { counted, embed, lookUp, places, toEarlier } from "../words/tokens.ts"

const { length, preprocessing, encoder, decoder } = models["scenes-caption"]
const width = 64
const heads = 4
const spots = (side / 16) ** 2
const size = { width, heads, hidden: 96 }
const tokenizer = wordPieces(sceneCaptionWords, writerTokens, length)
const vocabulary = tokenizer.vocabulary.length
const [pad, begin, end] = ["[PAD]", "[BOS]", "[EOS]"].map((token) => tokenizer.id(token))
const [and, nothing] = ["and", "nothing"].map((word) => tokenizer.id(word))
/** The article of each kind, and the one or two pieces of its name. */
const named = kinds.map((kind) => tokenizer.encode(captionOf(kind)))
const pixels = side * side * 3

/** Describes scenes: an encoder of images, and a decoder as in Vaswani et al. (2017), with attention to its places. */
export const scenesCaption: Course = {
  name: "scenes-caption",
  half: true,
  steps: 1000,
  batch: 32,
  rate: 0.002,
  // An image, and the caption so far.
  input: [pixels + length],
  // The probability of each next word.
  target: [length, vocabulary],

  async networks(tf, seed) {
    const { image, outputs } = trunk(tf, seed, convolutions)
    const made = kit(tf, seed + 100)
    const seen = patches(made, "last_hidden_state", outputs[outputs.length - 1], width)
    const pictures = tf.model({ name: "scenes-caption-encoder", inputs: image, outputs: seen })
    await beginWithScenes(tf, pictures)

    const ids = tf.input({ name: "input_ids", shape: [null], dtype: "int32" })
    const context = tf.input({ name: "encoder_hidden_states", shape: [spots, width] })
    const isThere = Array.from({ length: vocabulary }, (_, id) => (id === pad ? 0 : 1))
    const there = lookUp(made, "there", ids, isThere)
    const counts = counted(made, there, length)
    let tokens = made.sum("embeddings", [
      embed(made, "words", ids, vocabulary, width),
      places(made, counts, length, width),
    ])
    const earlier: Attention = toEarlier(made, counts, there, [0, 0, 0.5, 1])
    for (let k = 0; k < 2; k++) {
      tokens = block(made, `said_${k}`, tokens, size, earlier)
      tokens = block(made, `seen_${k}`, tokens, size, { context })
    }
    const logits = made.dense("logits", vocabulary, made.normal("norm", tokens))
    const writer = tf.model({ name: "scenes-caption-decoder", inputs: [ids, context], outputs: logits })
    return { encoder: pictures, decoder: writer }
  },

  async examples(say) {
    const pool = await trainingScenes(say)
    return (next, input, target) => {
      const scene = writeScene(next, pool, Math.floor(next() * pool.size), input.subarray(0, pixels), 0.25)
      const shown = scene.kinds
        .map((kind, object) => ({ kind, weight: scene.weights[object] }))
        .sort((a, b) => a.kind - b.kind)
      // The caption of the whole scene, as explanations force it, or of what is visible, as the model writes it.
      const said = next() < 0.5 ? shown : shown.filter(({ weight }) => weight > 0.5)
      target.fill(0)
      writeCaption(
        said.map(({ kind }) => kind),
        shown,
        input.subarray(pixels),
        target,
      )
    }
  },

  loss(tf, networks, input, target) {
    const [images, ids] = input.split([pixels, length], 1)
    const seen = networks["encoder"].apply(images.reshape([-1, side, side, 3])) as TfTensor
    const logits = networks["decoder"].apply([ids.toInt(), seen]) as TfTensor
    return tf.losses.softmaxCrossEntropy(target.reshape([-1, vocabulary]), logits.reshape([-1, vocabulary]))
  },

  files: {
    "encoder/config.json": pretty({
      architectures: ["VisionEncoderDecoderModel"],
      model_type: "vision-encoder-decoder",
      is_encoder_decoder: true,
      vocab_size: vocabulary,
      hidden_size: width,
      max_length: length,
      decoder_start_token_id: begin,
      bos_token_id: begin,
      eos_token_id: end,
      pad_token_id: pad,
    }),
    "encoder/preprocessor_config.json": preprocessor(preprocessing)["preprocessor_config.json"],
    ...Object.fromEntries(Object.entries(tokenizer.files).map(([file, text]) => [`encoder/${file}`, text])),
  },

  async report(say) {
    await withModel(encoder.onnx, (pictures) =>
      withModel(decoder.onnx, async (writer) => {
        for (const [objects, range] of [
          [1, 1],
          [2, 2],
          [3, 3],
          [0, 1],
        ] as const) {
          const drawn = unseen(objects === 0 ? 200 : 500, { objects }, range)
          const states = await answersTo(pictures, drawn)
          let right = 0
          for (const [index, state] of states.entries()) {
            // Greedy search writes the caption if each of its words is the likeliest after those before it.
            const ids = [begin, ...tokenizer.encode(sceneCaption(drawn[index]).text), end]
            const given: Record<string, Tensor> = {
              input_ids: {
                dtype: "int64",
                shape: [1, ids.length - 1],
                data: BigInt64Array.from(ids.slice(0, -1), BigInt),
              },
              encoder_hidden_states: { dtype: "float32", shape: [1, spots, width], data: state },
            }
            const scores = (await writer.run(given))["logits"].data as Float32Array
            const said = ids
              .slice(1)
              .map((_, place) => likeliest(scores.subarray(place * vocabulary, (place + 1) * vocabulary)))
            if (said.every((id, place) => id === ids[place + 1])) right++
          }
          say(
            `scenes-caption, ${objects} objects: the whole caption right for ${percent(right / drawn.length)} of ${drawn.length} unseen scenes`,
          )
        }
      }),
    )
  },
}

/** An object of a scene, and how visible it is, 0 to 1. */
interface Shown {
  readonly kind: number
  readonly weight: number
}

/**
 * Writes the ids of a caption that names these kinds, and what should follow each: what is visible and not named yet, in order.
 *
 * @param ids `[length]`
 * @param target `[length, vocabulary]`, zeros
 */
function writeCaption(
  said: readonly number[],
  shown: readonly Shown[],
  ids: Float32Array,
  target: Float32Array,
): void {
  ids.fill(pad)
  let place = 0
  const write = (id: number, probabilities: readonly (readonly [id: number, probability: number])[]) => {
    ids[place] = id
    for (const [word, probability] of probabilities) target[place * vocabulary + word] += probability
    place++
  }
  const left = new Set(shown)
  /** Returns the probability of the piece of each kind that may be named next, by its place, and of `nothing`. */
  const nextWords = (of: 0 | 1): [number, number][] => {
    let rest = 1
    const words = [...left].map(({ kind, weight }): [number, number] => {
      const probability = rest * weight
      rest -= probability
      return [named[kind][of], probability]
    })
    return [...words, [nothing, rest]]
  }
  let before = begin
  for (const kind of said) {
    const [article, first, second] = named[kind]
    write(before, nextWords(0))
    write(article, nextWords(1))
    const own = shown.find((one) => one.kind === kind)!
    if (second !== undefined)
      write(first, [
        [second, own.weight],
        [nothing, 1 - own.weight],
      ])
    left.delete(own)
    const rest = [...left].reduce((product, { weight }) => product * (1 - weight), 1)
    write(second ?? first, [
      [end, rest],
      [and, 1 - rest],
    ])
    before = and
  }
  if (said.length > 0) return
  write(begin, nextWords(0))
  write(nothing, [[end, 1]])
}
