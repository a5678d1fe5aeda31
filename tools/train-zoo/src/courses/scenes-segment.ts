import { models } from "@pami/zoo"
import type { SymbolicTensor } from "@tensorflow/tfjs"
import { withModel } from "../answers.ts"
import { type Course, percent } from "../course.ts"
import { classification, preprocessor } from "../files.ts"
import { answersTo, trainingScenes, unseen } from "../scenes/data.ts"
import { writeScene } from "../scenes/example.ts"
import { join } from "../scenes/neck.ts"
import { side } from "../scenes/preprocessing.ts"
import { beginWithScenes, convolutions, trunk } from "../scenes/trunk.ts"

const { labels, preprocessing } = models["scenes-segment"]
const classes = labels.length
const nothing = classes - 1
const half = side / 2

/** Classifies every pixel of a scene. */
export const scenesSegment: Course = {
  name: "scenes-segment",
  steps: 700,
  half: true,
  batch: 24,
  rate: 0.002,
  input: [side, side, 3],
  // One class for each pixel, and the share of it.
  target: [half, half, 2],

  async networks(tf, seed) {
    const { image, outputs } = trunk(tf, seed, convolutions)
    const middle = join(tf, "middle", seed + 90, outputs[6], outputs[4], 32)
    const fine = join(tf, "fine", seed + 91, middle, outputs[2], 24)
    const kernelInitializer = tf.initializers.glorotNormal({ seed: seed + 92 })
    const head = tf.layers.conv2d({ name: "classes", filters: classes, kernelSize: 1, kernelInitializer })
    const enlarge = tf.layers.upSampling2d({
      name: "logits",
      size: [2, 2],
      interpolation: "bilinear",
      dataFormat: "channelsLast",
    })
    const logits = enlarge.apply(head.apply(fine)) as SymbolicTensor
    const model = tf.model({ name: "scenes-segment", inputs: image, outputs: logits })
    await beginWithScenes(tf, model)
    return { "": model }
  },

  async examples(say) {
    const pool = await trainingScenes(say)
    return (next, input, target) => {
      const { owner, mask, kinds, weights } = writeScene(
        next,
        pool,
        Math.floor(next() * pool.size),
        input,
        0.4,
      )
      // A masked pixel shows nothing, and so does an object of which too little is left.
      for (let y = 0, to = 0; y < half; y++)
        for (let x = 0; x < half; x++, to += 2) {
          const unit = 2 * y * side + 2 * x
          const object = mask[unit] ? owner[unit] - 1 : -1
          target[to] = object < 0 ? nothing : kinds[object]
          target[to + 1] = object < 0 ? 1 : weights[object]
        }
    }
  },

  loss(tf, networks, input, target) {
    const logits = (networks[""].apply(input) as typeof input).reshape([-1, classes])
    const [kinds, shares] = target.reshape([-1, 2]).split(2, 1)
    const oneHot = tf.oneHot(kinds.flatten().toInt(), classes).mul(shares)
    const rest = tf.oneHot([nothing], classes).mul(tf.sub(1, shares))
    return tf.losses.softmaxCrossEntropy(oneHot.add(rest), logits)
  },

  files: {
    ...classification("ScenesForSemanticSegmentation", labels),
    ...preprocessor(preprocessing),
  },

  async report(say) {
    await withModel(models["scenes-segment"].onnx, async (model) => {
      const drawn = unseen(1000, { objects: [1, 3] })
      const rows = await answersTo(model, drawn)
      const [both, either] = [new Float64Array(classes), new Float64Array(classes)]
      let [right, shown, all] = [0, 0, 0]
      rows.forEach((row, index) => {
        const { owner, objects } = drawn[index]
        for (let unit = 0; unit < half * half; unit++) {
          const at = 2 * Math.floor(unit / half) * side + 2 * (unit % half)
          const truth = owner[at] === 0 ? nothing : objects[owner[at] - 1].kind
          let said = 0
          for (let k = 1; k < classes; k++)
            if (row[k * half * half + unit] > row[said * half * half + unit]) said = k
          all++
          if (truth === said) right++
          if (truth === said) both[truth]++
          either[truth]++
          if (truth !== said) either[said]++
          if (truth !== nothing) shown++
        }
      })
      const overlaps = both.map((count, k) => count / either[k])
      const mean = overlaps.reduce((sum, overlap) => sum + overlap, 0) / classes
      say(`scenes-segment: ${percent(right / all)} of the pixels right on ${rows.length} unseen scenes`)
      say(
        `  mean intersection over union of the classes ${percent(mean)}; ${percent(shown / all)} of the pixels are objects`,
      )
    })
  },
}
