import type { Signal } from "@pami/core"
import type { Judge } from "../judge-contract.ts"
import type { Judged } from "./judged.ts"

/**
 * Returns the questions about the map of the present sweep. The code that answers is fetched with the first one.
 *
 * @param present returns the present sweep for a choice; throws before there is one
 * @param begin returns the signal that stops what begins now
 */
export function createJudge<Choice>(
  present: (chosen: Choice) => Judged | Promise<Judged>,
  begin: () => Signal,
): Judge<Choice> {
  const answers = () => import("./answers.ts")
  const stoppable = async (chosen: Choice) => {
    const signal = begin()
    return { ...(await present(chosen)), signal }
  }
  return {
    keepBrightest: async (chosen, share) => (await answers()).keepBrightest(await present(chosen), share),
    smallestRegion: async (chosen) => (await answers()).findSmallestRegion(await stoppable(chosen)),
    likeness: async (first, second) =>
      (await answers()).correlate(await present(first), await present(second)),
    agreement: async (maps) => (await answers()).correlateAll(maps),
    trace: async (chosen, rankings, tell) => (await answers()).trace(await stoppable(chosen), rankings, tell),
  }
}
