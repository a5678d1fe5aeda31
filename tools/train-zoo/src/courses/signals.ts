import { models, signal, signalChannels, signalSteps } from "@pami/zoo"
import { accuracy, answers, withModel } from "../answers.ts"
import { type Course, percent } from "../course.ts"
import { classification } from "../files.ts"
import { visible, writeShares } from "../visible.ts"

const { labels } = models.signals
const nothing = labels.length - 1
const units = signalSteps * signalChannels
// Training seeds are above those that users choose; the report's are others.
const seeds = { training: 2 ** 30, report: 910_000_000 }

/** Filters, time steps and stride of each convolution. The same filters look at every channel. */
const layers = [
  [16, 7, 1],
  [24, 7, 2],
  [32, 7, 2],
  [40, 5, 1],
] as const

/** Recognizes patterns in one of several channels. */
export const signals: Course = {
  name: "signals",
  steps: 2000,
  batch: 64,
  rate: 0.004,
  input: [signalSteps, signalChannels],
  target: [labels.length],

  networks(tf, seed) {
    const signal = tf.input({ shape: [signalSteps, signalChannels], name: "signal" })
    let previous = tf.layers
      .reshape({ name: "plane", targetShape: [signalSteps, signalChannels, 1] })
      .apply(signal)
    layers.forEach(([filters, taps, stride], index) => {
      previous = tf.layers
        .conv2d({
          name: `conv_${index}`,
          filters,
          kernelSize: [taps, 1],
          strides: [stride, 1],
          padding: "same",
          activation: "relu",
          kernelInitializer: tf.initializers.heNormal({ seed: seed + index }),
        })
        .apply(previous)
    })
    previous = tf.layers.globalMaxPooling2d({ name: "maximum" }).apply(previous)
    const kernelInitializer = tf.initializers.glorotNormal({ seed: seed + layers.length })
    const logits = tf.layers
      .dense({ name: "logits", units: labels.length, kernelInitializer })
      .apply(previous)
    return { "": tf.model({ name: "signals", inputs: signal, outputs: logits as typeof signal }) }
  },

  examples() {
    const pool = Array.from({ length: 12_000 }, (_, index) => {
      const { values, owner, events } = signal(seeds.training + index, { patterns: [0, 3] })
      return { values, owner, classes: events.map(({ pattern }) => pattern) }
    })
    const mask = new Uint8Array(units)
    return (next, input, target) => {
      const { values, owner, classes } = pool[Math.floor(next() * pool.length)]
      preserve(next, owner, mask)
      const rest = baseline(next, values)
      const gain = 0.85 + 0.3 * next()
      for (let unit = 0; unit < units; unit++) input[unit] = gain * (mask[unit] ? values[unit] : rest(unit))
      writeShares(classes, visible(owner, mask, classes.length), target)
    }
  },

  loss: (tf, networks, input, target) =>
    tf.losses.softmaxCrossEntropy(target, networks[""].apply(input) as typeof input),

  files: classification("SignalsForTimeSeriesClassification", labels, "single_label_classification"),

  async report(say) {
    await withModel(models.signals.onnx, async (model) => {
      for (const count of [1, 2, 0]) {
        const items = Array.from({ length: 2000 }, (_, index) =>
          signal(seeds.report + index, { patterns: count }),
        )
        const rows = await answers(model, items.length, (index) => items[index].values)
        const right = accuracy(rows, (index) =>
          count === 0 ? [nothing] : items[index].events.map(({ pattern }) => pattern),
        )
        say(
          `signals with ${count} patterns: top-1 accuracy ${percent(right)} on ${rows.length} unseen signals`,
        )
      }
    })
  },
}

/** Preserves everything, or a stretch of time in some channels, or all but these. */
function preserve(next: () => number, owner: Uint8Array, mask: Uint8Array): void {
  const draw = next()
  if (draw < 0.35) return void mask.fill(1)
  mask.fill(0)
  let middle = Math.floor(next() * owner.length)
  if (next() < 0.6)
    for (let k = 0; k < 20 && owner[middle] === 0; k++) middle = Math.floor(next() * owner.length)
  const [row, column] = [Math.floor(middle / signalChannels), middle % signalChannels]
  const half = signalSteps * (0.02 + 0.25 * next())
  const all = next() < 0.4
  for (let unit = 0; unit < units; unit++) {
    const near = Math.abs(Math.floor(unit / signalChannels) - row) <= half
    const chosen = all || unit % signalChannels === column || next() < 0.02
    if (near && chosen) mask[unit] = 1
  }
  if (draw > 0.85) for (let unit = 0; unit < units; unit++) mask[unit] ^= 1
}

/** Returns the values of masked units: zero, the mean of the channel, a line through the mask, or noise. */
function baseline(next: () => number, values: Float32Array): (unit: number) => number {
  const draw = next()
  if (draw < 0.3) return () => 0
  if (draw < 0.8) {
    const means = new Float64Array(signalChannels)
    for (let unit = 0; unit < units; unit++) means[unit % signalChannels] += values[unit] / signalSteps
    const level = draw < 0.6 ? 0 : 0.3 * next()
    return (unit) => means[unit % signalChannels] + level * (next() + next() - 1)
  }
  // A mean over neighbouring time steps.
  const half = 8 + Math.floor(16 * next())
  const smooth = new Float32Array(units)
  for (let channel = 0; channel < signalChannels; channel++)
    for (let t = 0; t < signalSteps; t++) {
      let [sum, count] = [0, 0]
      for (let k = Math.max(0, t - half); k <= Math.min(signalSteps - 1, t + half); k++, count++)
        sum += values[k * signalChannels + channel]
      smooth[t * signalChannels + channel] = sum / count
    }
  return (unit) => smooth[unit]
}
