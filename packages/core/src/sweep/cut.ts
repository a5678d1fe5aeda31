import { iteratorOf, noneScored } from "../adaptive/relay.ts"
import type { Input } from "../contracts/input.ts"
import type { Partition } from "../contracts/partition.ts"
import type { Partitioner, Scored } from "../contracts/partitioner.ts"
import type { Signal } from "../contracts/signal.ts"
import { isPamiError, messageOf, PamiError } from "../error.ts"
import type { Explanation } from "../contracts/explanation.ts"

/** Options of {@link cut}. */
export interface CutOptions {
  readonly partitioner: Partitioner
  readonly input: Input
  readonly signal: Signal | undefined
  readonly scored: Scored
  /** Waits for the runs in progress. */
  readonly takeAll: () => Promise<void>
  /** Returns the explanation so far, if there is one. */
  readonly partial: () => Explanation | undefined
}

/** Yields the partitions, and hands the partitioner the scores so far. An error keeps the passes before it. */
export async function* cut(options: CutOptions): AsyncGenerator<Partition, void, undefined> {
  const { partitioner, input, signal, scored, takeAll, partial } = options
  const iterator = iteratorOf(partitioner.partitions(input, signal))
  try {
    for (let known = noneScored; ; known = scored) {
      const step = await iterator.next(known)
      if (step.done) return
      yield step.value
    }
  } catch (error) {
    // A run failed while the partitioner waited for scores.
    if (isPamiError(error) && error.partial !== undefined) throw error
    await takeAll()
    if (signal?.aborted) throw aborted(signal, partial())
    const before = partial()
    if (before === undefined) throw error
    throw new PamiError(
      "PARTITION_FAILED",
      `after ${before.passes} passes, while cutting: ${messageOf(error)}`,
      { cause: error, partial: before },
    )
  } finally {
    await iterator.return?.()
  }
}

/** Returns the error of a run, or of reading its outputs, with the explanation so far. */
export function stopped(error: unknown, partial: Explanation | undefined): PamiError {
  const { code, data } = isPamiError(error) ? error : { code: "MODEL_FAILED", data: {} }
  const message = `after ${partial?.passes ?? 0} passes: ${messageOf(error)}`
  return new PamiError(code, message, { cause: error, data, partial })
}

/** Returns the error of an aborted sweep. */
export function aborted({ reason }: Signal, partial?: Explanation): PamiError {
  return new PamiError("ABORTED", `stopped after ${partial?.passes ?? 0} forward passes`, {
    cause: reason,
    partial,
  })
}
