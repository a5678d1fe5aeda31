import type { Signal } from "@pami/core"
import type { Chosen } from "../choice.ts"
import type { Judge } from "../judge-contract.ts"
import type { Judged } from "./judged.ts"

/**
 * Returns the questions about the map of the present sweep. The code that answers is fetched with the first one.
 *
 * @param present returns the present sweep for a choice; throws before there is one
 * @param begin returns the signal that stops what begins now
 */
export function createJudge(present: (chosen: Chosen) => Judged, begin: () => Signal): Judge {
  const answers = () => import("./answers.ts")
  const stoppable = (chosen: Chosen) => ({ ...present(chosen), signal: begin() })
  return {
    keepBrightest: async (chosen, share) => (await answers()).keepBrightest(present(chosen), share),
    smallestRegion: async (chosen) => (await answers()).findSmallestRegion(stoppable(chosen)),
    likeness: async (first, second) => (await answers()).correlate(present(first), second),
    agreement: async (maps) => (await answers()).correlateAll(maps),
    trace: async (chosen, rankings, tell) => (await answers()).trace(stoppable(chosen), rankings, tell),
  }
}
