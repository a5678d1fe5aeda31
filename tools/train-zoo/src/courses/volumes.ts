import { models, volume, volumeSide } from "@pami/zoo"
import { accuracy, answers, withModel } from "../answers.ts"
import { type Course, percent } from "../course.ts"
import { classification } from "../files.ts"
import { visible, writeShares } from "../visible.ts"

const { labels } = models.volumes
const nothing = labels.length - 1
const side = volumeSide
const units = side ** 3
// Training seeds are above those that users choose; the report's are others.
const seeds = { training: 2 ** 30, report: 910_000_000 }

/** Filters and stride of each 3 x 3 x 3 convolution. */
const layers = [
  [10, 2],
  [16, 1],
  [32, 2],
  [32, 1],
] as const

/** Recognizes solids in noise. */
export const volumes: Course = {
  name: "volumes",
  steps: 1300,
  half: true,
  batch: 24,
  rate: 0.005,
  input: [side, side, side, 1],
  target: [labels.length],

  networks(tf, seed) {
    const volume = tf.input({ shape: [side, side, side, 1], name: "volume" })
    let previous: unknown = volume
    layers.forEach(([filters, strides], index) => {
      previous = tf.layers
        .conv3d({
          name: `conv_${index}`,
          filters,
          strides,
          kernelSize: 3,
          padding: "same",
          activation: "relu",
          kernelInitializer: tf.initializers.heNormal({ seed: seed + index }),
        })
        .apply(previous as typeof volume)
    })
    const [filters] = layers[layers.length - 1]
    const rows = tf.layers.reshape({ name: "rows", targetShape: [(side / 4) ** 3, filters] })
    const maximum = tf.layers.globalMaxPooling1d({ name: "maximum" })
    const kernelInitializer = tf.initializers.glorotNormal({ seed: seed + layers.length })
    const head = tf.layers.dense({ name: "logits", units: labels.length, kernelInitializer })
    const logits = head.apply(maximum.apply(rows.apply(previous as typeof volume)))
    return { "": tf.model({ name: "volumes", inputs: volume, outputs: logits as typeof volume }) }
  },

  examples(say) {
    const pool = Array.from({ length: 3000 }, (_, index) => {
      const { values, owner, objects } = volume(seeds.training + index, { solids: [0, 2] })
      return { values, owner, classes: objects.map(({ solid }) => solid) }
    })
    say(`${pool.length} volumes`)
    const mask = new Uint8Array(units)
    return (next, input, target) => {
      const { values, owner, classes } = pool[Math.floor(next() * pool.length)]
      preserve(next, owner, mask)
      // Masked voxels are dark, or as bright as the mean, perhaps with noise.
      const draw = next()
      const rest =
        draw < 0.25 ? 0 : draw < 0.9 ? values.reduce((sum, value) => sum + value, 0) / units : next()
      const level = next() < 0.5 ? 0 : 0.2 * next()
      const turn = symmetry(next)
      for (let unit = 0; unit < units; unit++)
        input[turn(unit)] = mask[unit] ? values[unit] : rest + level * (next() + next() - 1)
      writeShares(classes, visible(owner, mask, classes.length), target)
    }
  },

  loss: (tf, networks, input, target) =>
    tf.losses.softmaxCrossEntropy(target, networks[""].apply(input) as typeof input),

  files: classification("VolumesForVolumeClassification", labels, "single_label_classification"),

  async report(say) {
    await withModel(models.volumes.onnx, async (model) => {
      for (const count of [1, 2, 0]) {
        const items = Array.from({ length: 1000 }, (_, index) =>
          volume(seeds.report + index, { solids: count }),
        )
        const rows = await answers(model, items.length, (index) => items[index].values)
        const right = accuracy(rows, (index) =>
          count === 0 ? [nothing] : items[index].objects.map(({ solid }) => solid),
        )
        say(`volumes with ${count} solids: top-1 accuracy ${percent(right)} on ${rows.length} unseen volumes`)
      }
    })
  },
}

/** Preserves everything, or a box or ball that is often near a solid, or all but this. */
function preserve(next: () => number, owner: Uint8Array, mask: Uint8Array): void {
  const draw = next()
  if (draw < 0.35) return void mask.fill(1)
  let middle = Math.floor(next() * units)
  if (next() < 0.6) for (let k = 0; k < 30 && owner[middle] === 0; k++) middle = Math.floor(next() * units)
  const [z, y, x] = [Math.floor(middle / side / side), Math.floor(middle / side) % side, middle % side]
  const reach = [0, 1, 2].map(() => side * (0.1 + 0.35 * next()))
  const round = next() < 0.5
  for (let unit = 0; unit < units; unit++) {
    const a = Math.abs(Math.floor(unit / side / side) - z) / reach[0]
    const b = Math.abs((Math.floor(unit / side) % side) - y) / reach[1]
    const c = Math.abs((unit % side) - x) / reach[2]
    mask[unit] = (round ? a * a + b * b + c * c : Math.max(a, b, c)) < 1 ? 1 : 0
  }
  if (draw > 0.87) for (let unit = 0; unit < units; unit++) mask[unit] ^= 1
}

/** Returns a random exchange and reversal of the axes, as a function of the unit. */
function symmetry(next: () => number): (unit: number) => number {
  const strides = [side * side, side, 1]
  const order = [0, 1, 2].map(() => strides.splice(Math.floor(next() * strides.length), 1)[0])
  const flips = order.map(() => next() < 0.5)
  return (unit) => {
    const position = [Math.floor(unit / side / side), Math.floor(unit / side) % side, unit % side]
    return position.reduce((sum, at, axis) => sum + order[axis] * (flips[axis] ? side - 1 - at : at), 0)
  }
}
