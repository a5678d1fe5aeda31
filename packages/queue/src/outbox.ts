import type { Queue } from "bullmq"
import { encodeChunk } from "./chunk.ts"
import type { Chunk } from "./chunk.ts"
import type { Ledger } from "./ledger.ts"
import type { Announced } from "./registry.ts"
import type { Store } from "./store.ts"

// Chunks in the store at most: a million inputs. More follow as they are explained.
const mostSent = 4096

// Jobs that are added in one round.
const perRound = 16

// Of jobs that come back without an error of ours, the number of tries is not what ends them.
const mostTries = 2 ** 31 - 1

/** Sends the chunks of a run. */
export interface Outbox {
  /** Sends the chunks that are next, as far as the store may hold them. Returns whether it did. */
  send(): Promise<boolean>
  /** Takes back half of the chunks, so that a store that is full has room for lines. */
  makeRoom(): Promise<void>
}

export function openOutbox(
  queue: Store,
  jobs: Queue,
  { collector }: Pick<Announced, "collector">,
  methods: readonly string[],
  ledger: Ledger,
): Outbox {
  // A store ignores an id that it has seen, and an earlier start may have used others.
  let number = 0
  let most = mostSent
  const makeRoom = async () => {
    most = Math.max(1, Math.floor(ledger.sent.size / 2))
    for (const id of [...ledger.sent.keys()].toReversed()) {
      if (ledger.sent.size <= most) break
      // One that a worker has, or has explained, stays.
      const isWaiting = (await queue.patiently(() => jobs.getJobState(id))) === "waiting"
      if (isWaiting && (await queue.patiently(() => jobs.remove(id))) > 0) ledger.lose(id)
    }
  }
  return {
    makeRoom,
    async send() {
      const batch: { readonly id: string; readonly chunk: Chunk }[] = []
      while (batch.length < perRound && ledger.sent.size + batch.length < most) {
        const chunk = ledger.next()
        if (chunk === undefined) break
        batch.push({ id: `${collector}-${number++}`, chunk })
      }
      if (batch.length === 0) return false
      for (const { id, chunk } of batch) ledger.send(id, chunk)
      const state = await queue.once(() =>
        jobs.addBulk(
          batch.map(({ id: jobId, chunk }) => ({
            name: "chunk",
            data: encodeChunk(chunk, methods),
            opts: { jobId, attempts: mostTries, stackTraceLimit: 1 },
          })),
        ),
      )
      if (state === "done") {
        most = Math.min(mostSent, most + 1)
        return true
      }
      // Some may be there all the same: their lines are taken from whichever is explained first.
      for (const { id } of batch) ledger.lose(id)
      if (state === "full") await makeRoom()
      return false
    },
  }
}
