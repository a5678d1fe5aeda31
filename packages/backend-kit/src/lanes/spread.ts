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

  const spare: ArrayBuffer[] = []
  return {
    facts,
    async run(feeds, outputs) {
      const copies = Object.entries(feeds).map(([name, feed]) => [name, copyInto(spare, feed)] as const)
      const { lane, session } = leastBusy()
      const answer = await lane.ask(
        { kind: "run", session, feeds: Object.fromEntries(copies), outputs },
        copies.map(([, { data }]) => data.buffer as ArrayBuffer),
      )
      for (const { data } of Object.values(answer.feeds)) spare.push(data.buffer as ArrayBuffer)
      // As many as can be under way at once stay; buffers of sizes that are no longer used go first.
      spare.splice(0, spare.length - 2 * openings.length * copies.length)
      return answer.outputs
    },
    async release() {
      await joining
      await Promise.allSettled(opened.map(({ lane, session }) => lane.ask({ kind: "release", session })))
    },
  }
}

/** Returns a copy that can be transferred, in a spare buffer of the same size if there is one. */
function copyInto(spare: ArrayBuffer[], feed: Tensor): Tensor {
  const at = spare.findIndex(({ byteLength }) => byteLength === feed.data.byteLength)
  if (at < 0) return { ...feed, data: feed.data.slice() }
  const [buffer] = spare.splice(at, 1)
  const Data = feed.data.constructor as new (buffer: ArrayBuffer) => Tensor["data"]
  const data = new Data(buffer)
  data.set(feed.data as never)
  return { ...feed, data }
}
