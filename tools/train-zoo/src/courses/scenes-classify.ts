import { models } from "@pami/zoo"
import type { SymbolicTensor } from "@tensorflow/tfjs"
import { accuracy, withModel } from "../answers.ts"
import { type Course, percent } from "../course.ts"
import { classification, preprocessor } from "../files.ts"
import { answersTo, trainingScenes, unseen } from "../scenes/data.ts"
import { writeScene } from "../scenes/example.ts"
import { faithfulness } from "../scenes/faithfulness.ts"
import { side } from "../scenes/preprocessing.ts"
import { beginWithScenes, convolutions, trunk } from "../scenes/trunk.ts"
import { encoder } from "../scenes/transformer.ts"
import { writeShares } from "../visible.ts"

const { labels, preprocessing } = models.scenes
const nothing = labels.length - 1

/** The settings of both classifiers of scenes. */
const task = {
  input: [side, side, 3],
  target: [labels.length],
  loss: (tf, networks, input, target) =>
    tf.losses.softmaxCrossEntropy(target, networks[""].apply(input) as typeof input),
} satisfies Partial<Course>

const examplesOf =
  (size: number): Course["examples"] =>
  async (say) => {
    const pool = await trainingScenes(say, size)
    return (next, input, target) => {
      const { kinds, weights } = writeScene(next, pool, Math.floor(next() * pool.size), input)
      writeShares(kinds, weights, target)
    }
  }

/**
 * Classifies scenes: convolutions with ReLU, the maximum over all positions, one dense layer to the logits. The maximum
 * makes the prediction independent of the position and of the preserved area.
 */
export const scenes: Course = {
  ...task,
  name: "scenes",
  steps: 10_000,
  batch: 64,
  rate: 0.003,

  networks(tf, seed) {
    const { image, outputs } = trunk(tf, seed, convolutions)
    const maximum = tf.layers.globalMaxPooling2d({ name: "maximum", dataFormat: "channelsLast" })
    const kernelInitializer = tf.initializers.glorotNormal({ seed: seed + convolutions.length })
    const head = tf.layers.dense({ name: "logits", units: labels.length, kernelInitializer })
    const logits = head.apply(maximum.apply(outputs[outputs.length - 1])) as SymbolicTensor
    return { "": tf.model({ name: "scenes", inputs: image, outputs: logits }) }
  },

  examples: examplesOf(16_000),

  files: {
    ...classification("ScenesForImageClassification", labels, "single_label_classification"),
    ...preprocessor(preprocessing),
  },

  report: (say) => report("scenes", say),
}

/** Classifies scenes with a transformer: tokens of 16 x 16 pixels from a convolutional stem, attention, their maximum. */
export const scenesVit: Course = {
  ...task,
  name: "scenes-vit",
  half: true,
  steps: 900,
  batch: 32,
  rate: 0.0015,

  async networks(tf, seed) {
    const stem = trunk(tf, seed, convolutions.slice(0, 5))
    const tokens = encoder(tf, seed + 100, stem.outputs[4], {
      patch: 2,
      width: 64,
      heads: 2,
      blocks: 3,
      hidden: 128,
    })
    const maximum = tf.layers.globalMaxPooling1d({ name: "maximum" })
    const kernelInitializer = tf.initializers.glorotNormal({ seed: seed + 99 })
    const head = tf.layers.dense({ name: "logits", units: labels.length, kernelInitializer })
    const logits = head.apply(maximum.apply(tokens)) as SymbolicTensor
    const model = tf.model({ name: "scenes-vit", inputs: stem.image, outputs: logits })
    await beginWithScenes(tf, model)
    return { "": model }
  },

  examples: examplesOf(8000),

  files: {
    ...classification("ScenesVitForImageClassification", labels, "single_label_classification"),
    ...preprocessor(preprocessing),
  },

  report: (say) => report("scenes-vit", say),
}

async function report(name: "scenes" | "scenes-vit", say: (line: string) => void): Promise<void> {
  const size = name === "scenes" ? 3000 : 1000
  await withModel(models[name].onnx, async (model) => {
    const trials = [
      ["one object", { objects: 1 }],
      ["two or three objects", { objects: [2, 3] }],
      ["no object", { objects: 0 }],
    ] as const
    for (const [index, [shown, options]] of trials.entries()) {
      const drawn = unseen(size, options, (index + 1) as 1)
      const right = accuracy(await answersTo(model, drawn), (index) =>
        drawn[index].objects.length === 0 ? [nothing] : drawn[index].objects.map(({ kind }) => kind),
      )
      say(`${name}, ${shown}: top-1 accuracy ${percent(right)} on ${size} unseen scenes`)
    }
    const count = name === "scenes" ? 200 : 20
    const { maps, peaks, meanFocus, leastFocus, misses } = await faithfulness(model, 940_000_000, count)
    say(`${name}, maps of unseen scenes with two objects (${maps} maps, sliding window, blur):`)
    say(`  peak on the object: ${percent(peaks)}`)
    say(
      `  mean on the object over the mean of the map: average ${meanFocus.toFixed(1)}, lowest ${leastFocus.toFixed(1)}`,
    )
    for (const miss of misses) say(`  missed: ${miss}`)
  })
}
