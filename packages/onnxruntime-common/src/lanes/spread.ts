import type { Tensor } from "@pami/core"
import type { Session } from "../model.ts"
import type { Lane } from "./lane.ts"

let numbers = 0

/**
 * Opens a model on several lanes, as one session. A run goes to the lane that has the least to do.
 *
 * @param openings one for each lane
 * @throws Error with the words of the runtime
 */
export async function openSpread<Opening>(
  lanes: readonly Lane<Opening>[],
  openings: readonly Opening[],
): Promise<Session> {
  const session = numbers++
  const opening = lanes.map((lane, i) => lane.ask({ kind: "open", session, opening: openings[i] }))
  const release = async () => {
    await Promise.allSettled(lanes.map((lane) => lane.ask({ kind: "release", session })))
  }
  const [facts] = await Promise.all(opening).catch(async (error) => {
    // Those that did open are there once all have tried.
    await Promise.allSettled(opening)
    await release()
    throw error
  })

  const spare: ArrayBuffer[] = []
  return {
    ...facts,
    async run(feeds, outputs) {
      const copies = Object.entries(feeds).map(([name, feed]) => [name, copyInto(spare, feed)] as const)
      const answer = await leastBusy(lanes).ask(
        { kind: "run", session, feeds: Object.fromEntries(copies), outputs },
        copies.map(([, { data }]) => data.buffer as ArrayBuffer),
      )
      for (const { data } of Object.values(answer.feeds)) spare.push(data.buffer as ArrayBuffer)
      // As many as are under way at once stay; those of sizes that come no more go.
      spare.splice(0, spare.length - 2 * lanes.length * copies.length)
      return answer.outputs
    },
    release,
  }
}

function leastBusy<Opening>(lanes: readonly Lane<Opening>[]): Lane<Opening> {
  return lanes.reduce((least, lane) => (lane.pending < least.pending ? lane : least))
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
