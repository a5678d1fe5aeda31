import type { Tensor } from "@pami/core"
import type { Session } from "../model.ts"
import type { Lane } from "./lane.ts"

let numbers = 0

/**
 * Opens a model on several lanes, as one session. A run goes to the lane that has the least to do. Only the first lane is
 * waited for: each of the others is asked for, and opens the model, when a run finds all that have it at work.
 *
 * @param openings one for each lane
 * @param laneAt gives the lane for one of them; all are different
 * @param alone how long the first lane stays alone in any case, in ms: while a program starts, it has other uses for its
 *   cores. Default 0.
 * @throws Error with the words of the runtime
 */
export async function openSpread<Opening>(
  openings: readonly Opening[],
  laneAt: (index: number) => Lane<Opening> | Promise<Lane<Opening>>,
  alone = 0,
): Promise<Session> {
  const session = numbers++
  const lanes: Lane<Opening>[] = []

  async function open(index: number) {
    const lane = await laneAt(index)
    const facts = await lane.ask({ kind: "open", session, opening: openings[index] })
    lanes.push(lane)
    return facts
  }

  const facts = await open(0)
  const others = performance.now() + alone
  let asked = 1
  let joining: Promise<unknown> = Promise.resolve()

  function leastBusy(): Lane<Opening> {
    const least = lanes.reduce((least, lane) => (lane.pending < least.pending ? lane : least))
    // One after the other. After one on which the model does not open, as where memory is short, there are no more.
    const isLate = least.pending > 0 && performance.now() >= others
    if (isLate && asked < openings.length && asked === lanes.length) joining = open(asked++).catch(() => {})
    return least
  }

  const spare: ArrayBuffer[] = []
  return {
    ...facts,
    async run(feeds, outputs) {
      const copies = Object.entries(feeds).map(([name, feed]) => [name, copyInto(spare, feed)] as const)
      const answer = await leastBusy().ask(
        { kind: "run", session, feeds: Object.fromEntries(copies), outputs },
        copies.map(([, { data }]) => data.buffer as ArrayBuffer),
      )
      for (const { data } of Object.values(answer.feeds)) spare.push(data.buffer as ArrayBuffer)
      // As many as are under way at once stay; those of sizes that come no more go.
      spare.splice(0, spare.length - 2 * openings.length * copies.length)
      return answer.outputs
    },
    async release() {
      await joining
      await Promise.allSettled(lanes.map((lane) => lane.ask({ kind: "release", session })))
    },
  }
}

/** A copy that can be handed over, in memory that came back from an earlier run where there is some of that size. */
function copyInto(spare: ArrayBuffer[], feed: Tensor): Tensor {
  const at = spare.findIndex(({ byteLength }) => byteLength === feed.data.byteLength)
  if (at < 0) return { ...feed, data: feed.data.slice() }
  const [buffer] = spare.splice(at, 1)
  const Data = feed.data.constructor as new (buffer: ArrayBuffer) => Tensor["data"]
  const data = new Data(buffer)
  data.set(feed.data as never)
  return { ...feed, data }
}
