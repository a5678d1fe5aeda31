import { models } from "@pami/zoo"
import type { SymbolicTensor } from "@tensorflow/tfjs"
import { withModel } from "../answers.ts"
import { type Course, percent } from "../course.ts"
import { classification, preprocessor } from "../files.ts"
import { type Box, boxesOf, overlap } from "../scenes/boxes.ts"
import { cellFeatures, stride } from "../scenes/cell-features.ts"
import { answersTo, trainingScenes, unseen } from "../scenes/data.ts"
import { writeScene } from "../scenes/example.ts"
import { side } from "../scenes/preprocessing.ts"
import { beginWithScenes } from "../scenes/trunk.ts"

const { labels, preprocessing } = models["scenes-detect"]
const kinds = labels.length
/** Cells on each axis. */
const across = side / stride
const cells = across * across
// For each cell: the score of each kind, the box, and the weight of the box in the loss.
const row = kinds + 5

/** Detects the objects of a scene. Each object has one cell, the one at its centre, as in CenterNet (Zhou et al. 2019). */
export const scenesDetect: Course = {
  name: "scenes-detect",
  steps: 800,
  half: true,
  batch: 32,
  rate: 0.002,
  input: [side, side, 3],
  target: [cells, row],

  async networks(tf, seed) {
    const { layers } = tf
    const { image, features } = cellFeatures(tf, seed)

    let used = seed + 92
    /** Returns numbers of each cell, `[N, filters, cells]`. */
    const numbers = (
      name: string,
      filters: number,
      activation: "sigmoid" | "softplus" | "linear",
      bias: number,
    ) => {
      const convolution = layers.conv2d({
        name,
        filters,
        activation,
        kernelSize: 1,
        kernelInitializer: tf.initializers.glorotNormal({ seed: used++ }),
        biasInitializer: tf.initializers.constant({ value: bias }),
      })
      const flat = layers.reshape({ name: `${name}_cells`, targetShape: [cells, filters] })
      const turned = layers.permute({ name: `${name}_rows`, dims: [2, 1] })
      return turned.apply(flat.apply(convolution.apply(features))) as SymbolicTensor
    }
    /** Adds a place to each cell, at first its middle: the offsets of a batch normalization, which are learned. */
    const placed = (name: string, offsets: SymbolicTensor, middleOf: (cell: number) => number) => {
      const flat = layers.reshape({ name: `${name}_flat`, targetShape: [cells] })
      const shift = layers.batchNormalization({
        name: `${name}_middles`,
        trainable: false,
        epsilon: 2 ** -10,
      })
      const shifted = shift.apply(flat.apply(offsets))
      const middles = Float32Array.from({ length: cells }, (_, cell) => middleOf(cell))
      shift.setWeights([
        tf.ones([cells]),
        tf.tensor1d(middles),
        tf.zeros([cells]),
        tf.ones([cells]).mul(1 - 2 ** -10),
      ])
      return layers.reshape({ name, targetShape: [1, cells] }).apply(shifted) as SymbolicTensor
    }
    const x = placed("x", numbers("x_offset", 1, "linear", 0), (cell) => stride * ((cell % across) + 0.5))
    const y = placed(
      "y",
      numbers("y_offset", 1, "linear", 0),
      (cell) => stride * (Math.floor(cell / across) + 0.5),
    )
    const sizes = numbers("sizes", 2, "softplus", 30)
    const scores = numbers("scores", kinds, "sigmoid", -3)
    const boxes = layers
      .concatenate({ name: "boxes", axis: 1 })
      .apply([x, y, sizes, scores]) as SymbolicTensor
    const model = tf.model({ name: "scenes-detect", inputs: image, outputs: boxes })
    await beginWithScenes(tf, model)
    return { "": model }
  },

  async examples(say) {
    const pool = await trainingScenes(say)
    return (next, input, target) => {
      const scene = writeScene(next, pool, Math.floor(next() * pool.size), input, 0.4)
      target.fill(0)
      const boxes = boxesOf(scene.owner, scene.kinds.length)
      boxes.forEach((box, object) => {
        if (box[2] > 0) writeBox(target, box, scene.kinds[object], scene.weights[object])
      })
    }
  },

  loss(tf, networks, input, target) {
    const said = (networks[""].apply(input) as typeof input).transpose([0, 2, 1]).reshape([-1, kinds + 4])
    const [boxes, scores] = said.split([4, kinds], 1)
    const [heat, wanted, weights] = target.reshape([-1, row]).split([kinds, 4, 1], 1)
    // Cells without an object are many and easy: the focal loss weighs a cell by the square of its error (Li et al. 2020).
    const p = scores.clipByValue(1e-5, 1 - 1e-5)
    const cross = heat
      .mul(p.log())
      .add(tf.sub(1, heat).mul(tf.sub(1, p).log()))
      .neg()
    const scored = cross.mul(heat.sub(p).square()).sum()
    const apart = boxes.sub(wanted).abs().div(stride).mul(weights).sum()
    return scored.add(apart.mul(0.15)).div(input.shape[0]).asScalar()
  },

  files: {
    ...classification("ScenesForObjectDetection", labels),
    ...preprocessor(preprocessing),
  },

  async report(say) {
    await withModel(models["scenes-detect"].onnx, async (model) => {
      for (const [count, range] of [
        [1, 1],
        [3, 2],
      ] as const) {
        const drawn = unseen(1000, { objects: count }, range)
        const rows = await answersTo(model, drawn)
        let [right, strict, objects, claims] = [0, 0, 0, 0]
        rows.forEach((answer, index) => {
          const found = detections(answer, 0.3)
          claims += found.length
          for (const { kind, box } of drawn[index].objects) {
            objects++
            const best = Math.max(
              0,
              ...found.filter((one) => one.kind === kind).map((one) => overlap(one.box, box)),
            )
            if (best >= 0.5) right++
            if (best >= 0.75) strict++
          }
        })
        say(
          `scenes-detect, ${count} in a scene: right kind and IoU >= 0.5 for ${percent(right / objects)} of the objects`,
        )
        say(
          `  IoU >= 0.75 for ${percent(strict / objects)}; ${(claims / objects).toFixed(2)} boxes above 0.3 for each object`,
        )
      }
    })
  },
}

/** Writes the truth about an object: scores that fall off around the cell of its centre, and its box in the nearest. */
function writeBox(target: Float32Array, [left, top, right, bottom]: Box, kind: number, weight: number): void {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2]
  const [column, line] = [Math.floor(x / stride), Math.floor(y / stride)]
  for (let cell = 0; cell < cells; cell++) {
    const away = ((cell % across) - column) ** 2 + (Math.floor(cell / across) - line) ** 2
    if (away > 8) continue
    const at = cell * row
    target[at + kind] = Math.max(target[at + kind], weight * (away === 0 ? 1 : 0.45 * Math.exp(-away / 2)))
    const share = weight > 0.5 ? weight * Math.exp(-away / 2) : 0
    if (away > 2 || share <= target[at + kinds + 4]) continue
    target.set([x, y, right - left, bottom - top, share], at + kinds)
  }
}

/** Returns the boxes of all cells with a score above `threshold`, that overlap no better one of the same kind. */
function detections(answer: Float32Array, threshold: number): { kind: number; score: number; box: Box }[] {
  const all: { kind: number; score: number; box: Box }[] = []
  for (let cell = 0; cell < cells; cell++)
    for (let kind = 0; kind < kinds; kind++) {
      const score = answer[(4 + kind) * cells + cell]
      if (score < threshold) continue
      const [x, y, width, height] = [0, 1, 2, 3].map((k) => answer[k * cells + cell])
      all.push({ kind, score, box: [x - width / 2, y - height / 2, x + width / 2, y + height / 2] })
    }
  all.sort((a, b) => b.score - a.score)
  const kept: typeof all = []
  for (const one of all)
    if (!kept.some((other) => other.kind === one.kind && overlap(other.box, one.box) > 0.5)) kept.push(one)
  return kept
}
