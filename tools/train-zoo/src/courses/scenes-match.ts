import type { Tensor } from "@pami/core"
import {
  captionColours,
  captionLength,
  captionOf,
  captionTokens,
  captionWords,
  coloursOf,
  kinds,
  models,
} from "@pami/zoo"
import type { SymbolicTensor } from "@tensorflow/tfjs"
import { withModel } from "../answers.ts"
import { type Course, percent, pretty } from "../course.ts"
import { preprocessor } from "../files.ts"
import { answersTo, trainingScenes, unseen } from "../scenes/data.ts"
import { writeScene } from "../scenes/example.ts"
import { mostObjects } from "../scenes/pool.ts"
import { side } from "../scenes/preprocessing.ts"
import { beginWithScenes, convolutions, trunk } from "../scenes/trunk.ts"

const width = 48
const { scale, preprocessing, image, text } = models["scenes-match"]

/** Captions in three groups, `nothing` last in each: of kinds, of colours, and of kinds with a colour. */
const groups = [
  [...kinds.map((kind) => captionOf(kind)), "nothing"],
  [...captionColours.map((colour) => captionOf(undefined, colour)), "nothing"],
  [...kinds.flatMap((kind) => captionColours.map((colour) => captionOf(kind, colour))), "nothing"],
]
const [plain, , coloured] = groups
const sizes = groups.map((group) => group.length)
const captions = groups.flat()
const tokens = captions.map((caption) => captionTokens(caption))

/** Matches scenes and captions, as CLIP (Radford et al. 2021), with all captions in place of those of a batch. */
export const scenesMatch: Course = {
  name: "scenes-match",
  steps: 1400,
  half: true,
  batch: 32,
  rate: 0.003,
  input: [side, side, 3],
  target: [captions.length],

  async networks(tf, seed) {
    const { layers } = tf
    let used = seed + 90
    const dense = (name: string, units: number, activation: "relu" | "linear" = "linear") =>
      layers.dense({
        name,
        units,
        activation,
        kernelInitializer: tf.initializers.glorotNormal({ seed: used++ }),
      })
    const { image, outputs } = trunk(tf, seed, convolutions)
    const convolution = (name: string, filters: number, size: number, scale = 2) =>
      layers.conv2d({
        name,
        filters,
        kernelSize: size,
        strides: size,
        activation: "relu",
        kernelInitializer: tf.initializers.varianceScaling({
          scale,
          mode: "fanIn",
          distribution: "normal",
          seed: used++,
        }),
      })
    // The convolutions of `scenes` ignore colours: these are read from the image, and joined with the kinds at the same place.
    // The numbers of the kinds are large: with usual weights the colours would be lost beside them.
    const colours = convolution("colours", 32, 8, 20).apply(image) as SymbolicTensor
    const some = convolution("kinds", 64, 1, 0.02).apply(outputs[outputs.length - 1])
    const up = layers.upSampling2d({ name: "up", size: [2, 2], dataFormat: "channelsLast" })
    const both = layers.concatenate({ name: "both" }).apply([up.apply(some) as SymbolicTensor, colours])
    const joined = convolution("joined_1", 96, 1).apply(convolution("joined_0", 96, 1).apply(both))
    const maximum = layers.globalMaxPooling2d({ name: "maximum", dataFormat: "channelsLast" })
    const seen = dense("image_embeds", width).apply(maximum.apply(joined)) as SymbolicTensor

    const ids = tf.input({ shape: [captionLength], name: "input_ids", dtype: "int32" })
    const embedding = layers.embedding({
      name: "words",
      inputDim: captionWords.length,
      outputDim: 32,
      embeddingsInitializer: tf.initializers.randomNormal({ mean: 0, stddev: 1, seed: used++ }),
    })
    const mean = layers.globalAveragePooling1d({ name: "mean" }).apply(embedding.apply(ids))
    const read = dense("text_embeds", width).apply(dense("inner", 64, "relu").apply(mean)) as SymbolicTensor
    const pictures = tf.model({ name: "scenes-match-image", inputs: image, outputs: seen })
    await beginWithScenes(tf, pictures)
    for (const layer of pictures.layers) if (layer.name.startsWith("conv_")) layer.trainable = false
    return { image: pictures, text: tf.model({ name: "scenes-match-text", inputs: ids, outputs: read }) }
  },

  async examples(say) {
    const pool = await trainingScenes(say)
    const colours = Array.from({ length: pool.size }, (_, index) => {
      const part = (array: Uint8Array, length: number) => array.subarray(index * length, (index + 1) * length)
      const objects = Array.from(part(pool.kinds, mostObjects)).filter((kind) => kind !== 255)
      const pixels = part(pool.pixels, side * side * 3)
      return coloursOf({ pixels, owner: part(pool.owners, side * side), objects: { length: objects.length } })
    })
    return (next, input, target) => {
      const index = Math.floor(next() * pool.size)
      const scene = writeScene(next, pool, index, input)
      target.fill(0)
      const shown = scene.kinds.map((kind, object) => ({
        kind,
        weight: scene.weights[object],
        colour: colours[index][object],
      }))
      const sum = shown.reduce((sum, { weight }) => sum + weight, 0)
      const rest = Math.max(0, 1 - sum)
      const share = 1 / Math.max(1, sum)
      const [, firstColour, firstBoth] = [0, sizes[0], sizes[0] + sizes[1]]
      target[firstColour - 1] = rest
      for (const { kind, weight } of shown) target[kind] += weight * share
      // The colours of some objects have no name: the example then says nothing about captions with colours.
      if (shown.some(({ weight, colour }) => weight > 0.1 && colour === undefined)) return
      target[firstBoth - 1] = rest
      target[captions.length - 1] = rest
      for (const { kind, weight, colour } of shown) {
        if (colour === undefined) continue
        const hue = captionColours.indexOf(colour)
        target[firstColour + hue] += weight * share
        target[firstBoth + kind * captionColours.length + hue] += weight * share
      }
    }
  },

  loss(tf, networks, input, target) {
    const unit = (rows: typeof input) => rows.div(rows.square().sum(1, true).add(1e-6).sqrt())
    const seen = unit(networks["image"].apply(input) as typeof input)
    const read = unit(networks["text"].apply(tf.tensor2d(tokens, undefined, "int32")) as typeof input)
    const logits = seen.matMul(read, false, true).mul(scale)
    const [said, wanted] = [logits.split(sizes, 1), target.split(sizes, 1)]
    const losses = said.map((rows, index) => tf.losses.softmaxCrossEntropy(wanted[index], rows))
    return losses.reduce((sum, loss) => sum.add(loss)).asScalar()
  },

  files: {
    "text/vocab.txt": `${captionWords.join("\n")}\n`,
    "text/config.json": pretty({ architectures: ["ScenesTextModelWithProjection"] }),
    "image/config.json": pretty({ architectures: ["ScenesVisionModelWithProjection"] }),
    "image/preprocessor_config.json": preprocessor(preprocessing)["preprocessor_config.json"],
  },

  async report(say) {
    const read = await withModel(text.onnx, async (model) => {
      const data = BigInt64Array.from(tokens.flat(), BigInt)
      const given: Tensor = { dtype: "int64", shape: [captions.length, captionLength], data }
      const { data: embeds } = (await model.run({ input_ids: given }))["text_embeds"]
      return captions.map((_, index) => (embeds as Float32Array).slice(index * width, (index + 1) * width))
    })
    await withModel(image.onnx, async (model) => {
      const drawn = unseen(1500, { objects: [0, 1] })
      const rows = await answersTo(model, drawn)
      let [right, named, colourful, exact] = [0, 0, 0, 0]
      rows.forEach((row, index) => {
        const cosines = read.map((other) => cosine(row, other))
        const [kind] = drawn[index].objects
        const said = cosines.indexOf(Math.max(...cosines.slice(0, plain.length)))
        named++
        if (said === (kind?.kind ?? plain.length - 1)) right++
        const [colour] = coloursOf(drawn[index])
        if (colour === undefined) return
        colourful++
        const both = cosines.slice(-coloured.length)
        const best = coloured[both.indexOf(Math.max(...both))]
        if (best === captionOf(kind.name, colour)) exact++
      })
      say(`scenes-match: right of 13 captions for ${percent(right / named)} of ${named} unseen scenes`)
      say(`  right of 85 captions with colours for ${percent(exact / colourful)} of ${colourful}`)
    })
  },
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [product, first, second] = [0, 0, 0]
  for (let k = 0; k < a.length; k++) {
    product += a[k] * b[k]
    first += a[k] * a[k]
    second += b[k] * b[k]
  }
  return product / Math.sqrt(first * second)
}
