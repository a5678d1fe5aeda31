import type { Processor, Queue, QueueOptions, Worker, WorkerOptions } from "bullmq"
import type { StoreFinding } from "./queue.ts"

/** The classes of BullMQ on one store. */
export interface Driver {
  readonly findings: readonly StoreFinding[]
  queue(name: string, options: Omit<QueueOptions, "connection">): Queue
  worker(name: string, process: Processor, options: Omit<WorkerOptions, "connection">): Worker
  /** Releases what the queues and workers share, once they are closed. */
  close(): Promise<void>
}

/** Milliseconds that a store has to answer at the start. */
export const longestStart = 10_000
