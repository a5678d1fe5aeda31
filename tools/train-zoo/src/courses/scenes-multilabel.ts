import { models } from "@pami/zoo"
import type { SymbolicTensor } from "@tensorflow/tfjs"
import { withModel } from "../answers.ts"
import { type Course, percent } from "../course.ts"
import { classification, preprocessor } from "../files.ts"
import { answersTo, trainingScenes, unseen } from "../scenes/data.ts"
import { writeScene } from "../scenes/example.ts"
import { side } from "../scenes/preprocessing.ts"
import { beginWithScenes, convolutions, trunk } from "../scenes/trunk.ts"

const { labels, preprocessing } = models["scenes-multilabel"]

/** Names all kinds in a scene. */
export const scenesMultilabel: Course = {
  name: "scenes-multilabel",
  steps: 400,
  half: true,
  batch: 32,
  rate: 0.0015,
  input: [side, side, 3],
  target: [labels.length],

  async networks(tf, seed) {
    const { image, outputs } = trunk(tf, seed, convolutions)
    const maximum = tf.layers.globalMaxPooling2d({ name: "maximum", dataFormat: "channelsLast" })
    const kernelInitializer = tf.initializers.glorotNormal({ seed: seed + 99 })
    const head = tf.layers.dense({ name: "logits", units: labels.length, kernelInitializer })
    const logits = head.apply(maximum.apply(outputs[outputs.length - 1])) as SymbolicTensor
    const model = tf.model({ name: "scenes-multilabel", inputs: image, outputs: logits })
    await beginWithScenes(tf, model)
    return { "": model }
  },

  async examples(say) {
    const pool = await trainingScenes(say)
    return (next, input, target) => {
      const { kinds, weights } = writeScene(next, pool, Math.floor(next() * pool.size), input)
      target.fill(0)
      kinds.forEach((kind, index) => (target[kind] = Math.max(target[kind], weights[index])))
    }
  },

  loss: (tf, networks, input, target) =>
    tf.losses.sigmoidCrossEntropy(target, networks[""].apply(input) as typeof input),

  files: {
    ...classification("ScenesForMultiLabelClassification", labels, "multi_label_classification"),
    ...preprocessor(preprocessing),
  },

  async report(say) {
    await withModel(models["scenes-multilabel"].onnx, async (model) => {
      const drawn = unseen(2000, { objects: [0, 4] })
      const rows = await answersTo(model, drawn)
      let [right, whole, found, shown, claimed] = [0, 0, 0, 0, 0]
      rows.forEach((row, index) => {
        const kinds = drawn[index].objects.map(({ kind }) => kind)
        const hits = row.filter((logit, kind) => logit > 0 === kinds.includes(kind)).length
        right += hits
        if (hits === labels.length) whole++
        shown += kinds.length
        found += kinds.filter((kind) => row[kind] > 0).length
        claimed += row.filter((logit) => logit > 0).length
      })
      say(
        `scenes-multilabel: ${percent(right / rows.length / labels.length)} of all labels right on 2000 unseen scenes`,
      )
      say(`  all labels right in ${percent(whole / rows.length)} of the scenes`)
      say(`  recall ${percent(found / shown)}, precision ${percent(found / claimed)}`)
    })
  },
}
