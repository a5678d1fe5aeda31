import type { Model } from "../contracts/backend.ts"
import type { BatchWriter } from "../contracts/input.ts"
import type { Part } from "../contracts/partition.ts"
import type { Tensors } from "../contracts/tensor.ts"
import { PamiError } from "../error.ts"

/** Sizes of the runs of a sweep. */
export interface RunSizes {
  /** Number of items of one run. */
  readonly slots: number
  /** Number of runs at once. */
  readonly concurrency: number
  /** Whether the model takes only full batches. */
  readonly fixed: boolean
}

/**
 * Composes batches and runs the model on them. While runs execute, the next batch is composed in other slots of the same
 * writer, which has `slots * concurrency` slots.
 */
export class RunQueue {
  readonly #model: Model
  readonly #writer: BatchWriter
  readonly #sizes: RunSizes
  // Oldest first.
  readonly #running: { outputs: Promise<Tensors>; count: number }[] = []
  #first = 0
  #composed = 0

  constructor(model: Model, writer: BatchWriter, sizes: RunSizes) {
    this.#model = model
    this.#writer = writer
    this.#sizes = sizes
  }

  /** Number of runs in progress. */
  get length(): number {
    return this.#running.length
  }

  /** Whether the batch being composed is full. */
  get isFull(): boolean {
    return this.#composed === this.#sizes.slots
  }

  /** Adds a part to the batch being composed. */
  add(part: Part, variant: number | undefined): void {
    this.#writer.preserve(this.#first + this.#composed++, part, variant)
  }

  /**
   * Adds a part by the share of each unit.
   *
   * @throws PamiError `PARTITION_UNSUITABLE` if the input cannot mix units with their baseline
   */
  blend(shares: Float32Array, variant: number | undefined): void {
    if (this.#writer.blend === undefined)
      throw new PamiError(
        "PARTITION_UNSUITABLE",
        "soft masks preserve shares of units, and the units of this input are preserved whole or not at all. Use a method without soft masks.",
      )
    this.#writer.blend(this.#first + this.#composed++, shares, variant)
  }

  /** Starts the run of the batch being composed, unless it is empty. */
  start(): void {
    if (this.#composed === 0) return
    const { slots, concurrency, fixed } = this.#sizes
    const feeds = this.#writer.feeds(fixed ? slots : this.#composed, this.#first)
    const outputs = (async () => this.#model.run(feeds))()
    // `take` throws the error.
    outputs.catch(() => {})
    this.#running.push({ outputs, count: this.#composed })
    this.#first = (this.#first + slots) % (slots * concurrency)
    this.#composed = 0
  }

  /** Waits for the oldest run, and reads its outputs, of `count` items. */
  async take(read: (outputs: Tensors, count: number) => void): Promise<void> {
    const { outputs, count } = this.#running[0]
    try {
      read(await outputs, count)
    } finally {
      this.#running.shift()
    }
  }

  /** Waits for the end of all runs: until then they use the writer. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#running.map(({ outputs }) => outputs))
  }
}
