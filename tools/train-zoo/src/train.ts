import { random, sizeOf } from "@pami/core/tensor"
import type { Course, Example, Networks } from "./course.ts"
import type { Tf } from "./tensorflow.ts"

/** Options of the training. */
export interface TrainOptions {
  readonly seed: number
  /** Number of batches. */
  readonly steps: number
  /** Called regularly with the mean loss. */
  readonly progress: (step: number, loss: number) => void
}

const shortestWarmup = 100
const reportEvery = 100

/** Trains the networks of a course in place, with Adam. The rate rises at first, then falls to zero as a cosine. */
export function train(
  tf: Tf,
  course: Course,
  networks: Networks,
  example: Example,
  options: TrainOptions,
): void {
  const { seed, steps, progress } = options
  const { batch, rate, input, target } = course
  const next = random(seed)
  const optimizer = tf.train.adam(rate)
  const inputs = new Float32Array(batch * sizeOf(input))
  const targets = new Float32Array(batch * sizeOf(target))
  let sum = 0
  for (let step = 0; step < steps; step++) {
    for (let slot = 0; slot < batch; slot++)
      example(next, row(inputs, slot, sizeOf(input)), row(targets, slot, sizeOf(target)))
    const warmup = Math.max(shortestWarmup, steps / 50)
    const cosine = 0.5 + 0.5 * Math.cos((Math.PI * step) / steps)
    Object.assign(optimizer, { learningRate: rate * Math.min(1, (step + 1) / warmup) * cosine })
    sum += tf.tidy(() => {
      const given = tf.tensor(inputs, [batch, ...input])
      const wanted = tf.tensor(targets, [batch, ...target])
      return optimizer.minimize(() => course.loss(tf, networks, given, wanted), true)!.dataSync()[0]
    })
    if ((step + 1) % reportEvery === 0) {
      progress(step + 1, sum / reportEvery)
      sum = 0
    }
  }
}

function row(array: Float32Array, slot: number, length: number): Float32Array {
  return array.subarray(slot * length, (slot + 1) * length)
}
