import type { Job, Queue } from "bullmq"

/** Returns a job; undefined for one that is gone, and for one that BullMQ cannot read, which someone else wrote to the store. */
export async function readJob(jobs: Pick<Queue, "getJob">, id: string): Promise<Job | undefined> {
  try {
    return await jobs.getJob(id)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
