import type { Tensor } from "@pami/core"
import type { Lane } from "./lane.ts"
import type { Session } from "./messages.ts"

/**
 * Opens a model on several lanes, as one session. A run goes to the lane with the fewest pending requests. Only the first
 * lane is awaited: each of the others opens the model when a run finds all lanes before it busy. A lane that fails to open
 * the model is left out, with those after it.
 *
 * @param openings one for each lane
 * @param laneAt returns the lane for one of them; all are different
 * @param alone milliseconds during which only the first lane is used: a program that starts has other uses for its cores.
 *   Default 0
 * @throws Error with the message of the runtime's error, when the first lane fails to open the model
 */
export async function openSpread<Opening, Facts>(
  openings: readonly Opening[],
  laneAt: (index: number) => Lane<Opening, Facts> | Promise<Lane<Opening, Facts>>,
  alone = 0,
): Promise<Session<Facts>> {
  const opened: { readonly lane: Lane<Opening, Facts>; readonly session: number }[] = []

  async function open(index: number): Promise<Facts> {
    const lane = await laneAt(index)
    const { session, facts } = await lane.ask({ kind: "open", opening: openings[index] })
    opened.push({ lane, session })
    return facts
  }

  const facts = await open(0)
  const othersFrom = performance.now() + alone
  let asked = 1
  let joining: Promise<unknown> = Promise.resolve()

  function leastBusy() {
    const least = opened.reduce((least, one) => (one.lane.pending < least.lane.pending ? one : least))
    // One after the other. After a failure, as where memory is short, `asked` stays ahead and no more are opened.
    const isBusy = least.lane.pending > 0 && performance.now() >= othersFrom
    if (isBusy && asked < openings.length && asked === opened.length) joining = open(asked++).catch(() => {})
    return least
  }

  // Memory of earlier feeds, by the names of the inputs: fresh memory is slow to touch, and makes the garbage collector work.
  const spare = new Map<string, ArrayBuffer[]>()
  const spareOf = (name: string) => spare.get(name) ?? spare.set(name, []).get(name)!
  return {
    facts,
    async run(feeds, outputs) {
      const copies = Object.entries(feeds).map(
        ([name, feed]) => [name, copyInto(spareOf(name), feed)] as const,
      )
      const { lane, session } = leastBusy()
      const answer = await lane.ask(
        { kind: "run", session, feeds: Object.fromEntries(copies), outputs },
        copies.map(([, { data }]) => data.buffer as ArrayBuffer),
      )
      for (const [name, { data }] of Object.entries(answer.feeds)) {
        const own = spareOf(name)
        own.push(data.buffer as ArrayBuffer)
        // As many as two sweeps have under way at once stay; those that are not used go first.
        own.splice(0, own.length - 4 * openings.length)
      }
      return answer.outputs
    },
    async release() {
      await joining
      await Promise.allSettled(opened.map(({ lane, session }) => lane.ask({ kind: "release", session })))
    },
  }
}

// A batch of one item may use the memory of one of eight; much larger memory is freed in time.
const mostUnused = 8

/** Returns a copy that can be transferred, in a spare buffer if one is large enough, and not far too large. */
function copyInto(spare: ArrayBuffer[], { data, ...feed }: Tensor): Tensor {
  const { byteLength: needed, length } = data
  const at = spare.findIndex(({ byteLength }) => needed <= byteLength && byteLength <= mostUnused * needed)
  if (at < 0) return { ...feed, data: data.slice() }
  const [buffer] = spare.splice(at, 1)
  const Data = data.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => Tensor["data"]
  const copy = new Data(buffer, 0, length)
  copy.set(data as never)
  return { ...feed, data: copy }
}
