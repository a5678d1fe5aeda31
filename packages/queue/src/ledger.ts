import type { ResultLine, WantedInput } from "@pami/runs"
import { chunkSize } from "./chunk.ts"
import type { Chunk } from "./chunk.ts"

/** The inputs that are still wanted: each is in a chunk that was sent, or in one that is to be sent. */
export interface Ledger {
  /** Number of inputs without all their lines. */
  readonly left: number
  /** Chunks that were sent, by the id of their job. */
  readonly sent: ReadonlyMap<string, Chunk>
  /** Returns the next chunk to send; undefined where all were. */
  next(): Chunk | undefined
  /** Notes a chunk that an earlier start has sent. */
  takeUp(id: string, chunk: Chunk): void
  /** Notes a chunk that is in the store. */
  send(id: string, chunk: Chunk): void
  /** Notes a line. Returns whether it was wanted and is the first of its names. */
  accept(line: ResultLine): boolean
  /** Notes that a chunk came back: inputs without lines are sent again, unless they were sent too often, which are returned. */
  settle(id: string): readonly WantedInput[]
  /** Notes that the store lost a chunk: it is sent again. */
  lose(id: string): void
}

/** @param mostAttempts answers without lines until an input is given up */
export function openLedger(wanted: readonly WantedInput[], mostAttempts: number): Ledger {
  const left = new Map(wanted.map(({ id, methods }) => [id, methods]))
  const sent = new Map<string, Chunk>()
  const again: Chunk[] = []
  const size = chunkSize(wanted.length)
  // Inputs that are in chunks of an earlier start.
  const found = new Set<string>()
  let place = 0
  const missing = (inputs: readonly WantedInput[]) =>
    inputs.flatMap(({ id }): WantedInput[] => {
      const methods = left.get(id)
      return methods === undefined ? [] : [{ id, methods }]
    })
  return {
    get left() {
      return left.size
    },
    sent,
    next() {
      const lost = again.pop()
      if (lost !== undefined) return lost
      const inputs: WantedInput[] = []
      for (; inputs.length < size && place < wanted.length; place++)
        if (!found.has(wanted[place].id) && left.has(wanted[place].id)) inputs.push(wanted[place])
      return inputs.length === 0 ? undefined : { wanted: inputs, attempt: 0 }
    },
    takeUp(id, chunk) {
      sent.set(id, chunk)
      for (const { id: input } of chunk.wanted) found.add(input)
    },
    send: (id, chunk) => void sent.set(id, chunk),
    accept({ input, method }) {
      const methods = left.get(input)
      const rest = methods?.filter((one) => one !== method)
      if (methods === undefined || rest!.length === methods.length) return false
      if (rest!.length === 0) left.delete(input)
      else left.set(input, rest!)
      return true
    },
    settle(id) {
      const chunk = sent.get(id)
      sent.delete(id)
      const rest = missing(chunk?.wanted ?? [])
      if (chunk === undefined || rest.length === 0) return []
      const attempt = chunk.attempt + 1
      if (attempt >= mostAttempts) return rest
      again.push({ wanted: rest, attempt })
      return []
    },
    lose(id) {
      const chunk = sent.get(id)
      sent.delete(id)
      const rest = missing(chunk?.wanted ?? [])
      if (rest.length > 0) again.push({ wanted: rest, attempt: chunk!.attempt })
    },
  }
}
