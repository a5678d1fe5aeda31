import { expectContract } from "./expect-contract.ts"
import type { Model } from "../contracts/backend.ts"
import type { Input } from "../contracts/input.ts"
import type { Partition } from "../contracts/partition.ts"
import type { Partitioner, Scored } from "../contracts/partitioner.ts"
import type { Signal } from "../contracts/signal.ts"
import type { Target } from "../contracts/target.ts"
import { nextTurn } from "../event-loop.ts"
import type { Explanation } from "../contracts/explanation.ts"
import { iteratorOf } from "../adaptive/relay.ts"
import { atLeastOne } from "../partitions/at-least-one.ts"
import { countParts } from "../partitions/parts.ts"
import { slidingWindow } from "../partitions/sliding-window.ts"
import { classProbability } from "../targets/class-probability.ts"
import { shareOf } from "../read-out/share.ts"
import { planRuns } from "./batch-size.ts"
import { composer } from "./compose.ts"
import { aborted, nextPartition, stopped } from "./cut.ts"
import { describe } from "./describe.ts"
import { preflight } from "./preflight.ts"
import type { Preflight } from "./preflight.ts"
import { runQueue } from "./run-queue.ts"
import { scoreTable } from "./score-table.ts"

/** Options of {@link explain} and {@link sweep}. */
export interface ExplainOptions {
  /** The loaded model. The caller disposes of it. */
  model: Model
  /** The input with its baseline. */
  input: Input
  /** Turns outputs into scores. Default: `classProbability()`. */
  target?: Target
  /** Cuts the input into parts. Default: `slidingWindow()`, the first strategy of the paper. */
  partitioner?: Partitioner
  /** The largest number of forward passes, at least 1. Default: one for every part. */
  passes?: number
  /** Number of items of one run, at least 1. It never changes the map. Default `auto`: as the backend prefers. */
  batch?: number | "auto"
  /** Aborts the sweep after the runs in progress: an `AbortSignal`. */
  signal?: Signal
}

/** The progress of a sweep. */
export interface Progress {
  /** Number of forward passes done. */
  readonly passes: number
  /** Number of forward passes planned; `null` if it is not known before the input is cut. */
  readonly total: number | null
  /** Share of the work that is done, 0 to 1: of the passes or, if their number is not known, of the partitions. */
  readonly share: number
  /** Stage of the partitioner, from 1. */
  readonly stage: number
  /** The result of the checks before the sweep. */
  readonly preflight: Preflight
  /** Returns the explanation so far: valid, but coarser. Costs nothing until a map is read from it. */
  snapshot(): Explanation
}

/**
 * Runs the method (paper, section 3): for every part of every partition, preserves the part, masks the rest, and takes the
 * score of the model as the contribution of the part. Yields its progress before the first run and after every run; returns
 * the explanation. While a run executes, the next batch is composed if `preferredRuns` of the model allows it. Memory holds
 * `preferredRuns` batches, the parts and the scores.
 *
 * @throws PamiError all errors of {@link preflight}; `PARTITION_UNSUITABLE` for soft masks of units that cannot be mixed;
 *   `OUTPUT_NOT_FINITE`, `MODEL_FAILED`, `PARTITION_FAILED`, `SCORES_TOO_MANY` and `ABORTED` during the sweep, with the
 *   explanation so far as `partial`
 * @throws RangeError for a batch that the model cannot take
 *
 * @example
 * for await (const { passes, total, snapshot } of sweep({ model, input })) {
 *   const map = average(snapshot())
 *   console.log(`${passes} of ${total}, peak at ${peak(map)}`)
 * }
 */
export async function* sweep(options: ExplainOptions): AsyncGenerator<Progress, Explanation, undefined> {
  const { model, input, signal } = options
  const { target = classProbability(), partitioner = slidingWindow(), passes: limit = Infinity } = options
  atLeastOne("passes", limit)
  expectContract(model)
  const beforeRun = () => {
    if (signal?.aborted) throw aborted(signal)
  }
  beforeRun()
  const parts = partitioner.total(input)
  const total = parts === null && limit === Infinity ? null : Math.min(parts ?? Infinity, limit)
  const planned = partitioner.planned?.(input) ?? null
  const runs = planRuns(model, input, options.batch ?? "auto")
  // One writer for the checks and the sweep: the first touch of memory costs more than all later copies.
  const writer = input.open(runs.slots * runs.concurrency)
  try {
    const batches = batchesOf(runs.slots, total)
    const checked = await preflight(model, input, target, { writer, batches, beforeRun })
    const { bound, batch } = checked
    const slots = Math.min(runs.slots, batch.largest)
    const queue = runQueue(model, writer, { ...runs, slots, fixed: batch.fixed })
    const table = scoreTable(bound.targets, parts === null ? null : total)
    const rows = new Float64Array(slots * bound.targets.length)
    const partitions: Partition[] = []
    const compose = composer(writer, input.grids)

    const snapshot = (complete = false): Explanation =>
      describe({ model, input, target, partitioner, checked, planned, partitions, table, complete })
    const progress = (): Progress => ({
      passes: table.passes,
      total,
      share: total === null ? shareOf(partitions, table.passes, planned ?? []) : table.passes / total,
      stage: partitions.at(-1)?.stage ?? 1,
      preflight: checked,
      snapshot,
    })
    let failure: { error: unknown } | undefined
    const take = async () => {
      try {
        await queue.take((outputs, count) => {
          bound.score(outputs, count, rows)
          table.push(rows, count)
        })
      } catch (error) {
        failure = { error }
        throw error
      }
    }
    const takeAll = async () => {
      while (queue.length > 0) await take()
    }
    async function* advance(most: number) {
      beforeRun()
      queue.start()
      while (queue.length > most) {
        await take()
        await nextTurn()
        yield progress()
      }
    }
    const scored: Scored = async () => {
      beforeRun()
      queue.start()
      await takeAll()
      return snapshot()
    }

    const iterator = iteratorOf(partitioner.partitions(input, signal))
    try {
      await nextTurn()
      yield progress()
      for (let composed = 0; composed < limit;) {
        const partition = await nextPartition(iterator, scored)
        if (partition === undefined) break
        partitions.push(partition)
        await writer.load?.(partition.variant ?? 0)
        for (let k = 0; k < countParts(partition) && composed < limit; k++, composed++) {
          const isFull = queue.add((slot) => compose(slot, partition, k))
          if (isFull) yield* advance(runs.concurrency - 1)
        }
      }
      yield* advance(0)
      await model.check?.()
      return snapshot(true)
    } catch (error) {
      // A partitioner may have waited for a run that failed, or runs are under way: they are kept.
      if (failure === undefined) await takeAll().catch(() => {})
      const partial = table.passes > 0 ? snapshot() : undefined
      if (failure === undefined && signal?.aborted) throw aborted(signal, partial)
      throw stopped(failure === undefined ? error : failure.error, partial)
    } finally {
      await queue.settle()
      await iterator.return?.()
    }
  } finally {
    writer.close()
  }
}

/**
 * Returns the explanation of one prediction: {@link sweep} as a promise.
 *
 * @param options as for `sweep`; `onProgress` is called before the first run and after every run
 * @throws PamiError, RangeError as `sweep`
 *
 * @example
 * const explanation = await explain({ model, input })
 * const map = average(explanation)
 */
export async function explain(
  options: ExplainOptions & { onProgress?: (progress: Progress) => void },
): Promise<Explanation> {
  const steps = sweep(options)
  try {
    for (;;) {
      const step = await steps.next()
      if (step.done) return step.value
      options.onProgress?.(step.value)
    }
  } finally {
    // `onProgress` may have thrown.
    await steps.return(undefined as never)
  }
}

/** Returns the sizes of the batches of a sweep: of full ones, and of the last. */
function batchesOf(slots: number, total: number | null): number[] {
  if (total === null) return [slots]
  return [Math.min(slots, total), total % slots]
}
