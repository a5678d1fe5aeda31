import { random } from "@pami/core/tensor"
import type { LayersModel } from "@tensorflow/tfjs"
import { writeExample } from "./example.ts"
import type { Pool } from "./pool.ts"
import { classes, side } from "./preprocessing.ts"
import type { Tf } from "./tensorflow.ts"

/** Options of the training. */
export interface TrainOptions {
  readonly seed: number
  /** Number of batches. */
  readonly steps: number
  /** Examples per batch. */
  readonly batch: number
  /** Peak learning rate, after a warm-up and before a cosine decay to zero. */
  readonly rate: number
  /** Called regularly with the mean loss. */
  readonly progress: (step: number, loss: number) => void
}

const warmup = 200
const reportEvery = 250

/** Trains `model` in place with Adam on the cross-entropy with soft targets. */
export function train(tf: Tf, model: LayersModel, pool: Pool, options: TrainOptions): void {
  const { seed, steps, batch, rate, progress } = options
  const next = random(seed)
  const optimizer = tf.train.adam(rate)
  const pixels = new Float32Array(batch * side * side * 3)
  const targets = new Float32Array(batch * classes.length)
  const length = pixels.length / batch
  let sum = 0
  for (let step = 0; step < steps; step++) {
    for (let slot = 0; slot < batch; slot++) {
      writeExample(
        next,
        pool,
        Math.floor(next() * pool.size),
        pixels.subarray(slot * length, (slot + 1) * length),
        targets.subarray(slot * classes.length, (slot + 1) * classes.length),
      )
    }
    const cosine = 0.5 + 0.5 * Math.cos((Math.PI * step) / steps)
    Object.assign(optimizer, { learningRate: rate * Math.min(1, (step + 1) / warmup) * cosine })
    sum += tf.tidy(() => {
      const images = tf.tensor4d(pixels, [batch, side, side, 3])
      const wanted = tf.tensor2d(targets, [batch, classes.length])
      const loss = optimizer.minimize(() => {
        const logits = model.apply(images, { training: true }) as ReturnType<typeof tf.tensor2d>
        return tf.losses.softmaxCrossEntropy(wanted, logits)
      }, true)
      return loss!.dataSync()[0]
    })
    if ((step + 1) % reportEvery === 0) {
      progress(step + 1, sum / reportEvery)
      sum = 0
    }
  }
}
