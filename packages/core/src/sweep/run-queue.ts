import type { Model } from "../contracts/backend.ts"
import type { BatchWriter } from "../contracts/input.ts"
import type { Tensors } from "../contracts/tensor.ts"

/** Sizes of the runs of a sweep. */
export interface RunSizes {
  /** Number of items of one run. */
  readonly slots: number
  /** Number of runs at once. */
  readonly concurrency: number
  /** Whether the model takes only full batches. */
  readonly fixed: boolean
}

/** Runs of a model on batches that are composed while other runs execute. */
export interface RunQueue {
  /** Number of runs in progress. */
  readonly length: number
  /** Composes one item in the next slot. Returns whether the batch is full. */
  add(compose: (slot: number) => void): boolean
  /** Starts the run of the batch being composed, unless it is empty. */
  start(): void
  /** Waits for the oldest run, and reads its outputs, of `count` items. */
  take(read: (outputs: Tensors, count: number) => void): Promise<void>
  /** Waits for the end of all runs: until then they use the writer. */
  settle(): Promise<void>
}

/** Returns a queue without runs. `writer` has `slots * concurrency` slots: the next batch is composed in other ones. */
export function runQueue(
  model: Model,
  writer: BatchWriter,
  { slots, concurrency, fixed }: RunSizes,
): RunQueue {
  // Oldest first.
  const running: { outputs: Promise<Tensors>; count: number }[] = []
  let first = 0
  let composed = 0
  return {
    get length() {
      return running.length
    },
    add(compose) {
      compose(first + composed++)
      return composed === slots
    },
    start() {
      if (composed === 0) return
      const feeds = writer.feeds(fixed ? slots : composed, first)
      const outputs = (async () => model.run(feeds))()
      // `take` throws the error.
      outputs.catch(() => {})
      running.push({ outputs, count: composed })
      first = (first + slots) % (slots * concurrency)
      composed = 0
    },
    async take(read) {
      const { outputs, count } = running[0]
      try {
        read(await outputs, count)
      } finally {
        running.shift()
      }
    },
    async settle() {
      await Promise.allSettled(running.map(({ outputs }) => outputs))
    },
  }
}
