import type { EngineError } from "./contract.ts"
import { outlives } from "./outlives.ts"
import { ended, type Thread } from "./thread.ts"

/** The parts of a worker that opens models. */
export interface ModelWorker<Request, Facts> {
  load(request: Request): Promise<Facts>
  /** Returns the compiled runtime, for the next worker. */
  runtime(): Promise<WebAssembly.Module | null>
  passes(): Promise<number>
}

/** The parts that differ between workers that open models. */
export interface ModelWorkerTools<Request, Running> {
  /** Starts a worker that has no model yet. `onEnd` is called when it has ended. */
  start(onEnd: () => void): Running
  /** Returns the request for a worker: its buffers are transferred. */
  handOver(request: Request, runtime: WebAssembly.Module | null): Request
  /** Called with the worker whose model comes into use. */
  adopted?(running: Running): void
}

/** A worker with one open model that may be slow, hang or die, and is replaced by another with the same model. */
export interface ModelWorkerClient<Request, Facts, Running> {
  /**
   * Loads a model in place of the present one, which stays if loading fails.
   *
   * @param read returns the request, and returns it again for the next worker: its buffers are transferred
   * @param taken called when the model comes into use
   */
  load(read: () => Promise<Request>, taken?: () => void): Promise<Facts>
  /** Asks the worker, once it has the model open; another one where the last is gone. */
  ask<Value>(question: (running: Running) => Promise<Value>): Promise<Value>
  /** Returns the worker whose model is in use, if one is running. */
  present(): Running | undefined
  /** Returns the number of forward passes of all workers so far. */
  passes(): Promise<number>
  /** Resolves when all questions are answered, and the worker responds. */
  settled(): Promise<unknown>
  /**
   * Ends all work at once: gives up a model that is being opened, or else ends the worker. Pending questions are rejected
   * with `ENGINE_ENDED`. The next question starts another worker, with the same model.
   */
  end(): void
  /** Starts another worker if the last one is gone, and opens the model in it. */
  revive(): Promise<void>
  dispose(): Promise<void>
}

// How long the client waits for a worker to report its number of passes, in ms.
const patience = 500

/**
 * Returns the client of a worker that opens models: a new worker for every model. Memory of WebAssembly never shrinks, and a
 * runtime that has failed is not trustworthy; both end with the worker.
 */
export function startModelWorker<
  Request,
  Facts,
  Exposed extends ModelWorker<Request, Facts>,
  Running extends Thread<Exposed>,
>({
  start,
  handOver,
  adopted,
}: ModelWorkerTools<Request, Running>): ModelWorkerClient<Request, Facts, Running> {
  let present: Running | undefined
  let opening: Running | undefined
  let reviving: Promise<Running> | undefined
  let read: (() => Promise<Request>) | undefined
  const waiting = new Set<Promise<unknown>>()
  const loading = new Set<Promise<Running>>()
  let before = 0
  // Kept by the page: fetching and compiling it takes most of the time that a model needs to open.
  let runtime: WebAssembly.Module | null = null

  const remoteOf = (running: Running) => running.remote as unknown as ModelWorker<Request, Facts>

  function wait<Value>(work: () => Promise<Value>): Promise<Value> {
    const answer = work()
    waiting.add(answer)
    const forget = () => void waiting.delete(answer)
    answer.then(forget, forget)
    return answer
  }

  /**
   * Opens a model in a new worker, for {@link adopt}. Gives up an earlier opening that is still under way, of another
   * model or of the present one.
   */
  async function open(next: () => Promise<Request>): Promise<{ running: Running; facts: Facts }> {
    opening?.end()
    const running = start(() => {
      if (present === running) present = undefined
      if (opening === running) opening = undefined
    })
    opening = running
    try {
      const request = await Promise.race([next(), running.broken])
      const answered = remoteOf(running).load(handOver(request, runtime))
      return { running, facts: await Promise.race([answered, running.broken]) }
    } catch (error) {
      running.end()
      throw error
    }
  }

  /** Replaces the present worker by one that has opened a model. */
  function adopt(running: Running): Running {
    if (opening !== running) throw ended
    opening = undefined
    present?.end()
    present = running
    adopted?.(running)
    // For the next worker: nobody waits for it.
    void remoteOf(running)
      .runtime()
      .then((compiled) => (runtime ??= compiled))
    return running
  }

  function restart(): Promise<Running> {
    if (reviving !== undefined) return reviving
    const restarted = (async () => {
      if (read === undefined) throw { code: "TOO_EARLY", message: "open a model first" } satisfies EngineError
      return adopt((await open(read)).running)
    })()
    reviving = restarted
    const forget = () => {
      if (reviving === restarted) reviving = undefined
    }
    restarted.then(forget, forget)
    return restarted
  }

  /** Returns the worker of the model that is being opened: questions wait for it. */
  function coming(): Promise<Running> | undefined {
    return [...loading].at(-1)?.catch(() => {
      throw ended
    })
  }

  async function passes(): Promise<number> {
    if (present === undefined) return before
    const counted = Promise.race([remoteOf(present).passes(), present.broken]).catch(() => 0)
    return before + ((await outlives(counted, patience)) ? 0 : await counted)
  }

  return {
    load: (next, taken) =>
      wait(async () => {
        const opened = open(next)
        const adoption = opened.then(async ({ running }) => {
          const counted = await passes()
          adopt(running)
          before = counted
          read = next
          taken?.()
          return running
        })
        loading.add(adoption)
        try {
          await adoption
          return (await opened).facts
        } finally {
          loading.delete(adoption)
        }
      }),
    ask: (question) =>
      wait(async () => {
        const running = present ?? (await (coming() ?? restart()))
        return Promise.race([question(running), running.broken])
      }),
    present: () => present,
    passes,
    settled: () => Promise.allSettled([...waiting, present && remoteOf(present).passes()]),
    end() {
      opening?.end()
      if (loading.size === 0) present?.end()
      // The next question does not wait for an opening that was given up.
      reviving = undefined
      loading.clear()
    },
    revive: async () => void (present ?? (await wait(restart))),
    async dispose() {
      opening?.end()
      present?.end()
      read = undefined
    },
  }
}
