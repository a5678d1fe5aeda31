import type { Explanation } from "../contracts/explanation.ts"
import type { Partition } from "../contracts/partition.ts"
import type { Scored } from "../contracts/partitioner.ts"
import type { Signal } from "../contracts/signal.ts"
import { isPamiError, messageOf, PamiError } from "../error.ts"
import type { iteratorOf } from "../adaptive/relay.ts"

/**
 * Returns the next partition, `undefined` after the last, and hands the partitioner the scores so far.
 *
 * @throws PamiError `PARTITION_FAILED` for any error of the partitioner
 */
export async function nextPartition(
  iterator: ReturnType<typeof iteratorOf>,
  scored: Scored,
): Promise<Partition | undefined> {
  try {
    const step = await iterator.next(scored)
    return step.done ? undefined : step.value
  } catch (cause) {
    throw new PamiError("PARTITION_FAILED", `cutting failed: ${messageOf(cause)}`, { cause })
  }
}

/** Returns the error of a run, of its scores, or of a partition, with the explanation so far. */
export function stopped(error: unknown, partial: Explanation | undefined): unknown {
  const { code, data, cause } = isPamiError(error) ? error : { code: "MODEL_FAILED", data: {}, cause: error }
  if (code === "PARTITION_FAILED" && partial === undefined) return cause
  const message = `after ${partial?.passes ?? 0} passes: ${messageOf(error)}`
  return new PamiError(code, message, { cause: cause ?? error, data, partial })
}

/** Returns the error of an aborted sweep. */
export function aborted({ reason }: Signal, partial?: Explanation): PamiError {
  return new PamiError("ABORTED", `stopped after ${partial?.passes ?? 0} forward passes`, {
    cause: reason,
    partial,
  })
}
