import { toPixels, toTensor } from "@pami/image"
import { cake, cakeSide, models } from "@pami/zoo"
import { answers, withModel } from "../answers.ts"
import { type Course, percent } from "../course.ts"
import { classification, preprocessor } from "../files.ts"
import { baseline } from "../scenes/baseline.ts"
import { part } from "../scenes/part.ts"
import { normalise } from "../scenes/preprocessing.ts"

const side = cakeSide
const units = side * side
const { labels, preprocessing } = models.ages
// Training seeds are above those that users choose; the report's are others.
const seeds = { training: 2 ** 30, report: 910_000_000 }

/** Filters and stride of each 3 x 3 convolution. */
const layers = [
  [16, 2],
  [24, 1],
  [32, 2],
  [32, 1],
  [32, 1],
] as const

/** Counts the candles on cakes. */
export const ages: Course = {
  name: "ages",
  steps: 2200,
  half: true,
  batch: 32,
  rate: 0.003,
  input: [side, side, 3],
  target: [1],

  networks(tf, seed) {
    const image = tf.input({ shape: [side, side, 3], name: "image" })
    let previous: unknown = image
    layers.forEach(([filters, strides], index) => {
      previous = tf.layers
        .conv2d({
          name: `conv_${index}`,
          filters,
          strides,
          kernelSize: 3,
          padding: "same",
          activation: "relu",
          kernelInitializer: tf.initializers.heNormal({ seed: seed + index }),
        })
        .apply(previous as typeof image)
    })
    // A mean over all positions and a factor count: what one candle adds does not depend on the others.
    const mean = tf.layers.globalAveragePooling2d({ name: "mean", dataFormat: "channelsLast" })
    const kernelInitializer = tf.initializers.randomNormal({ mean: 0, stddev: 2, seed: seed + layers.length })
    const age = tf.layers
      .dense({ name: "age", units: 1, kernelInitializer })
      .apply(mean.apply(previous as typeof image))
    return { "": tf.model({ name: "ages", inputs: image, outputs: age as typeof image }) }
  },

  examples(say) {
    const pool = Array.from({ length: 4000 }, (_, index) => {
      const { pixels, owner, age } = cake(seeds.training + index, { age: [0, 7] })
      return { pixels, owner, age }
    })
    say(`${pool.length} cakes`)
    const picture = new Float32Array(units * 3)
    const masked = new Float32Array(units * 3)
    const mask = new Uint8Array(units)
    const owners = new Uint8Array(units)
    return (next, input, target) => {
      const { pixels, owner, age } = pool[Math.floor(next() * pool.length)]
      const mirror = next() < 0.5
      for (let unit = 0; unit < units; unit++) {
        const x = unit % side
        const from = mirror ? unit - x + (side - 1 - x) : unit
        owners[unit] = owner[from]
        for (let c = 0; c < 3; c++) picture[3 * unit + c] = pixels[3 * from + c] / 255
      }
      mask.fill(1)
      if (next() < 0.6) {
        baseline(next, picture, side, masked)
        part(next, owners, side, mask)
      }
      for (let unit = 0; unit < units; unit++)
        for (let c = 0, i = 3 * unit; c < 3; c++, i++)
          input[i] = normalise(mask[unit] ? picture[i] : masked[i])
      target[0] = seen(owners, mask, age)
    }
  },

  // The square of small errors, and the size of large ones.
  loss: (tf, networks, input, target) =>
    tf.losses.huberLoss(target, networks[""].apply(input) as typeof input),

  files: {
    ...classification("AgesForImageRegression", labels, "regression"),
    ...preprocessor(preprocessing),
  },

  async report(say) {
    const items = Array.from({ length: 2000 }, (_, index) => cake(seeds.report + index))
    await withModel(models.ages.onnx, async (model) => {
      const rows = await answers(model, items.length, (index) => {
        const { width, height, pixels } = items[index]
        return toTensor(toPixels({ width, height, data: pixels }), preprocessing)
      })
      const errors = rows.map(([age], index) => Math.abs(age - items[index].age))
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
      const exact = errors.filter((error) => error < 0.5).length / errors.length
      say(
        `ages: mean error ${mean.toFixed(2)} years, ${percent(exact)} within half a year, on ${rows.length} unseen cakes`,
      )
    })
  },
}

/** Returns the number of candles that are preserved: a candle counts by the share of its pixels. */
function seen(owner: Uint8Array, mask: Uint8Array, count: number): number {
  const total = new Float64Array(count + 1)
  const preserved = new Float64Array(count + 1)
  for (let unit = 0; unit < units; unit++) {
    total[owner[unit]]++
    preserved[owner[unit]] += mask[unit]
  }
  let sum = 0
  for (let k = 1; k <= count; k++) if (total[k] > 0) sum += preserved[k] / total[k]
  return sum
}
