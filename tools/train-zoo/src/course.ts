import type { LayersModel, Scalar, Tensor } from "@tensorflow/tfjs"
import type { Tf } from "./tensorflow.ts"

/** Writes one training example: an input, and what the network should answer. */
export type Example = (next: () => number, input: Float32Array, target: Float32Array) => void

/** Networks by the name of their folder below the model's; `""` is the model's own folder. */
export type Networks = Readonly<Record<string, LayersModel>>

/** Everything that makes one model of the zoo, or two that belong together. */
export interface Course {
  /** Folder of the model in `packages/zoo/models`. */
  readonly name: string
  /** Number of batches, examples per batch, and peak learning rate. */
  readonly steps: number
  readonly batch: number
  readonly rate: number
  /** Whether the files hold the kernels in float16, which halves their size. The outputs stay float32. Default: false. */
  readonly half?: boolean
  /** Shape of the input and of the target of one example. */
  readonly input: readonly number[]
  readonly target: readonly number[]
  /** Returns the untrained networks; some begin with weights of another model. */
  networks(tf: Tf, seed: number): Promise<Networks> | Networks
  /** Prepares the training data. */
  examples(say: (line: string) => void): Promise<Example> | Example
  /** Returns the mean loss of a batch. */
  loss(tf: Tf, networks: Networks, input: Tensor, target: Tensor): Scalar
  /** Texts of the other files in the folder, by name: labels, configuration, preprocessing. */
  readonly files: Readonly<Record<string, string>>
  /** Measures the shipped files on unseen data, and prints the results. */
  report(say: (line: string) => void): Promise<void>
}

/** Returns the JSON of a file. */
export function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** Returns a share in percent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
