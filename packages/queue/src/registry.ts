import { createHash, randomBytes } from "node:crypto"
import type { Settings } from "@pami/core"
import { differencesOf } from "@pami/runs"
import { queueError } from "./errors.ts"
import { readJob } from "./read-job.ts"
import type { Store } from "./store.ts"

// A queue has a list of its runs, each a job that no worker takes. The chunks of a run are in a separate queue, named by the
// question: a worker with another question never gets them.

/** A run in a queue. */
export interface QueuedRun {
  /** Name of the queue of its chunks. */
  readonly name: string
  readonly question: Settings
}

// Runs that are looked at.
const mostRuns = 100

function listOf(queue: Store) {
  return queue.jobs(`${queue.name}-runs`)
}

/** Returns the name of the queue of the chunks of a question. */
export function nameOfRun(queue: Pick<Store, "name">, question: Settings): string {
  const digest = createHash("sha256").update(JSON.stringify(question)).digest("hex")
  return `${queue.name}-${digest.slice(0, 16)}`
}

function isNameOfRun({ name }: Store, text: string): boolean {
  return text.startsWith(`${name}-`) && /^[\da-f]{16}$/.test(text.slice(name.length + 1))
}

/** The process that collects a run. */
export interface Announced {
  readonly name: string
  /** Different for each process. */
  readonly collector: string
  /**
   * Lists the run again where the store has lost it.
   *
   * @throws PamiError `QUEUE_IN_USE` once another process collects it
   */
  confirm(): Promise<void>
  /** Takes the run off the list, and all its chunks. */
  end(): Promise<void>
}

/** Lists a run, and takes it over from a process that listed it before. */
export async function announce(queue: Store, question: Settings): Promise<Announced> {
  const runs = listOf(queue)
  const name = nameOfRun(queue, question)
  const collector = randomBytes(6).toString("hex")
  const data = { question, collector }
  const list = async () => {
    await queue.patiently(() => runs.add("run", data, { jobId: name }))
    return await queue.patiently(() => readJob(runs, name))
  }
  const found = await list()
  await queue.patiently(async () => await found?.updateData(data))
  return {
    name,
    collector,
    async confirm() {
      const now = (await queue.patiently(() => readJob(runs, name))) ?? (await list())
      if (now !== undefined && (now.data as Partial<typeof data> | null)?.collector !== collector)
        throw queueError(
          "QUEUE_IN_USE",
          `another process collects the same run from the queue ${queue.name} now: give one of them another name of the queue, and workers of that name`,
        )
    },
    async end() {
      await queue.patiently(() => queue.jobs(name).obliterate({ force: true }))
      await queue.patiently(() => runs.remove(name))
    },
  }
}

/** Returns the runs in a queue, of which the list may be a stranger's. */
export async function listRuns(queue: Store): Promise<QueuedRun[]> {
  const runs = listOf(queue)
  const names = await queue.patiently(() => runs.getRanges(["wait"], 0, mostRuns - 1, true))
  const found: QueuedRun[] = []
  for (const name of names.filter((one) => isNameOfRun(queue, one))) {
    const job = await queue.patiently(() => readJob(runs, name))
    const { question } = (job?.data ?? {}) as { readonly question?: unknown }
    if (typeof question === "object" && question !== null)
      found.push({ name, question: question as Settings })
  }
  return found
}

/**
 * Returns a sentence where a queue has runs, and none with a question: what is different in the first ones. Undefined where the run
 * is there, or none is.
 */
export async function describeOthers(queue: Store, question: Settings): Promise<string | undefined> {
  const runs = await listRuns(queue)
  const name = nameOfRun(queue, question)
  if (runs.length === 0 || runs.some((run) => run.name === name)) return undefined
  const [first] = runs
  return `the queue ${queue.name} has ${runs.length === 1 ? "a run" : `${runs.length} runs`} with another question: ${differences(first.question, question)}. This worker waits for a run with its own`
}

function differences(there: Settings, here: Settings): string {
  try {
    const all = differencesOf(there, JSON.parse(JSON.stringify(here)) as Settings, "here")
    return all.slice(0, 3).join("; ") + (all.length > 3 ? "; …" : "")
  } catch {
    // Nested more deeply than any question.
    return "it cannot be read"
  }
}
