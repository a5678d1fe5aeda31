import type { Model, Tensor } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"

// Bytes of items that are made beforehand: more than a processor caches, as the masked inputs of an evaluation are.
const bytes = 64e6

/** Runs a model with one input on items made beforehand. */
export class BareRuns {
  readonly #model: Model
  readonly #item: number[]
  readonly #data: Float32Array
  #next = 0

  constructor(model: Model) {
    this.#model = model
    this.#item = model.inputs[0].shape.slice(1) as number[]
    const length = Math.ceil(bytes / 4 / sizeOf(this.#item)) * sizeOf(this.#item)
    this.#data = Float32Array.from({ length }, (_, i) => ((i * 7919) % 1000) / 500 - 1)
  }

  /** Runs batches of these numbers of items, as many at once as the model prefers. */
  async run(sizes: readonly number[]): Promise<void> {
    const waiting = sizes.values()
    const lane = async () => {
      for (const size of waiting) await this.#model.run({ [this.#model.inputs[0].name]: this.#batch(size) })
    }
    await Promise.all(Array.from({ length: this.#model.limits.preferredRuns ?? 1 }, lane))
  }

  #batch(size: number): Tensor {
    const length = size * sizeOf(this.#item)
    if (this.#next + length > this.#data.length) this.#next = 0
    const data = this.#data.subarray(this.#next, (this.#next += length))
    return { dtype: "float32", shape: [size, ...this.#item], data }
  }
}
