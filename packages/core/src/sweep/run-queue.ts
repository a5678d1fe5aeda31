import type { Model } from "../contracts/backend.ts"
import type { BatchWriter } from "../contracts/input.ts"
import type { Part } from "../contracts/partition.ts"
import type { Tensors } from "../contracts/tensor.ts"

/** Sizes of the runs of a sweep. */
export interface RunSizes {
  /** Items of one run. */
  readonly slots: number
  /** Runs at once. */
  readonly concurrency: number
  /** Whether the model only takes full batches. */
  readonly fixed: boolean
}

/**
 * Composes batches and runs the model on them. While runs compute, the next batch is composed in other slots of the same
 * writer: it has room for `slots * concurrency` items.
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

  /** Runs in progress. */
  get length(): number {
    return this.#running.length
  }

  /** Whether the batch being composed has no room left. */
  get isFull(): boolean {
    return this.#composed === this.#sizes.slots
  }

  /** Adds a part to the batch being composed. */
  add(part: Part, variant: number | undefined): void {
    this.#writer.preserve(this.#first + this.#composed++, part, variant)
  }

  /** Starts the run of the batch being composed, unless it is empty. */
  start(): void {
    if (this.#composed === 0) return
    const { slots, concurrency, fixed } = this.#sizes
    const feeds = this.#writer.feeds(fixed ? slots : this.#composed, this.#first)
    const outputs = (async () => this.#model.run(feeds))()
    // `take` meets the error.
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

  /** Waits until no run uses the writer any more. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#running.map(({ outputs }) => outputs))
  }
}
