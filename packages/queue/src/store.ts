import type { Processor, Queue, Worker } from "bullmq"
import type { OpenQueue } from "./queue.ts"
import type { Patience } from "./patience.ts"

/** An open queue, as the parts of this package use it. Its types are not those of the package: BullMQ need not be installed. */
export interface Store extends OpenQueue, Omit<Patience, "notice"> {
  /** Returns the queue of BullMQ with a name. It is opened once. */
  jobs(name: string): Queue
  /** Starts a worker of BullMQ. */
  work(name: string, process: Processor, options: WorkOptions): Worker
  /** Says a sentence to the user. */
  say(message: string): void
}

/** How a worker of BullMQ takes jobs. */
export interface WorkOptions {
  /** Number of jobs at once. */
  readonly concurrency: number
  /** Milliseconds after which the jobs of a worker that is gone are given to others. */
  readonly lostAfter: number
  /** Without spaces. */
  readonly workerName: string
}

/** Returns the store of a queue, which only `openQueue` makes. */
export function storeOf(queue: OpenQueue): Store {
  return queue as Store
}
