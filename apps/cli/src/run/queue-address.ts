import { UsageError } from "../exit-status.ts"

/** Options of a queue, as commander hands them over. */
export interface QueueFlags {
  /** True for the option without an address. */
  readonly queue: string | true | undefined
  readonly queueName: string | undefined
}

/** The queue that a command names. */
export interface NamedQueue {
  /** With the password: it is in no request, and in no message. */
  readonly address: string
  readonly name: string | undefined
}

// An address on the command line is seen by all users of a machine.
const variable = "PAMI_QUEUE"

/**
 * Returns the queue of the options; undefined without --queue.
 *
 * @throws UsageError where the environment lacks the address
 */
export function queueOf({ queue, queueName: name }: QueueFlags): NamedQueue | undefined {
  if (queue === undefined) {
    if (name !== undefined) throw new UsageError("--queue-name goes with --queue")
    return undefined
  }
  if (queue !== true) return { address: queue, name }
  const address = process.env[variable]
  if (!address)
    throw new UsageError(
      `--queue: name the address of a queue, as in --queue redis://host:6379, or set ${variable}`,
    )
  return { address, name }
}

/**
 * Returns the queue of a worker, which needs one.
 *
 * @throws UsageError
 */
export function expectQueue({ queue = true, queueName }: QueueFlags): NamedQueue {
  return queueOf({ queue, queueName })!
}
