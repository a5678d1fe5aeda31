import { models, sound, soundRate, words } from "@pami/zoo"
import { accuracy, answers, withModel } from "../answers.ts"
import { type Course, percent } from "../course.ts"
import { classification } from "../files.ts"
import { visible, writeShares } from "../visible.ts"

const { labels } = models.sounds
const nothing = labels.length - 1
// Training seeds are above those that users choose; the report's are others.
const seeds = { training: 2 ** 30, report: 910_000_000 }

/** Filters, taps and stride of each convolution. */
const layers = [
  [24, 64, 16],
  [32, 5, 2],
  [40, 5, 2],
  [48, 5, 2],
  [56, 5, 2],
  [56, 5, 1],
] as const

/** Recognizes words in a second of sound. */
export const sounds: Course = {
  name: "sounds",
  half: true,
  steps: 1500,
  batch: 32,
  rate: 0.003,
  input: [soundRate],
  target: [labels.length],

  networks(tf, seed) {
    const samples = tf.input({ shape: [soundRate], name: "samples" })
    let previous = tf.layers.reshape({ name: "line", targetShape: [soundRate, 1] }).apply(samples)
    layers.forEach(([filters, kernelSize, strides], index) => {
      previous = tf.layers
        .conv1d({
          name: `conv_${index}`,
          filters,
          kernelSize,
          strides,
          padding: "same",
          activation: "relu",
          kernelInitializer: tf.initializers.heNormal({ seed: seed + index }),
        })
        .apply(previous)
    })
    previous = tf.layers.globalMaxPooling1d({ name: "maximum" }).apply(previous)
    const kernelInitializer = tf.initializers.glorotNormal({ seed: seed + layers.length })
    const logits = tf.layers
      .dense({ name: "logits", units: labels.length, kernelInitializer })
      .apply(previous)
    return { "": tf.model({ name: "sounds", inputs: samples, outputs: logits as typeof samples }) }
  },

  examples(say) {
    const pool = Array.from({ length: 3000 }, (_, index) => {
      const { samples, owner, words } = sound(seeds.training + index, {
        words: [0, 2],
        noise: (index % 7) / 4,
      })
      return { samples, owner, words: words.map(({ word }) => word) }
    })
    say(`${pool.length} sounds`)
    const mask = new Uint8Array(soundRate)
    return (next, input, target) => {
      const { samples, owner, words } = pool[Math.floor(next() * pool.length)]
      const gain = 0.6 + 0.8 * next()
      const hiss = 0.06 * next() * next()
      preserve(next, owner, mask)
      // Masked samples are silent, noise, or a mean over many samples, which is nearly silent, too.
      const rest = next() < 0.6 ? 0 : 0.15 * next()
      for (let k = 0; k < soundRate; k++)
        input[k] = mask[k] ? gain * samples[k] + hiss * (next() + next() - 1) : rest * (next() + next() - 1)
      writeShares(words, visible(owner, mask, words.length), target)
    }
  },

  loss: (tf, networks, input, target) =>
    tf.losses.softmaxCrossEntropy(target, networks[""].apply(input) as typeof input),

  files: classification("SoundsForAudioClassification", labels, "single_label_classification"),

  async report(say) {
    await withModel(models.sounds.onnx, async (model) => {
      for (const count of [1, 2, 0]) {
        const items = Array.from({ length: 1000 }, (_, index) =>
          sound(seeds.report + index, { words: count }),
        )
        const rows = await answers(model, items.length, (index) => items[index].samples)
        const right = accuracy(rows, (index) =>
          count === 0 ? [nothing] : items[index].words.map(({ word }) => word),
        )
        say(
          `sounds of ${count} of ${words.length} words: top-1 accuracy ${percent(right)} on ${rows.length} unseen sounds`,
        )
      }
    })
  },
}

/** Preserves everything, or a stretch of time that is often near a word, or all but this stretch. */
function preserve(next: () => number, owner: Uint8Array, mask: Uint8Array): void {
  const draw = next()
  if (draw < 0.35) return void mask.fill(1)
  mask.fill(0)
  let middle = Math.floor(next() * owner.length)
  if (next() < 0.6)
    for (let k = 0; k < 20 && owner[middle] === 0; k++) middle = Math.floor(next() * owner.length)
  const half = soundRate * (0.03 + 0.27 * next() * next())
  mask.fill(1, Math.max(0, Math.floor(middle - half)), Math.floor(middle + half))
  if (draw > 0.85) for (let k = 0; k < mask.length; k++) mask[k] ^= 1
}
