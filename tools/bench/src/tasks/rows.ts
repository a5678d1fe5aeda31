import { median } from "@pami/measure"
import { mean } from "../quality/mean.ts"
import type { JudgedMap, Sweep } from "./measure.ts"

/** The columns of the table in words. */
export const legend = `Inputs of the zoo that no model was trained on, explained as \`explainer\` does by default ("pami"), and by others with
as many passes, Occlusion with as many windows as fit into them.
"model right": answers that the model gives as it should; the columns after it are about the maps of these. "peak right": the
most important unit is one of those that the answer depends on. "energy": share of the map, minus its median and without negative
values, on these units. "chance": their share of all units. "seconds": median of a sweep, which gives the maps of all answers.
`

// Share of the maps in which PAMI's peak should be right, where the model is right.
const promised = 0.9

/** A row of the table: a task under a method. */
export type Row = Readonly<Record<string, string | number>>

/** Returns the rows of a task, one for each method. */
export function rowsOf(sweeps: readonly Sweep[]): Row[] {
  const methods = [...new Set(sweeps.map(({ method }) => method))]
  return methods.map((method) => {
    const own = sweeps.filter((sweep) => sweep.method === method)
    const maps = own.flatMap((sweep) => sweep.maps)
    const goals = own.reduce((sum, sweep) => sum + sweep.goals, 0)
    const average = (of: keyof JudgedMap) => mean(maps.map((map) => Number(map[of])))
    return {
      task: own[0].task,
      method,
      inputs: own.length,
      "model right": `${maps.length} of ${goals}`,
      "peak right": maps.length === 0 ? "-" : percent(average("hit")),
      energy: maps.length === 0 ? "-" : average("energy").toFixed(3),
      chance: maps.length === 0 ? "-" : average("chance").toFixed(3),
      passes: Math.round(mean(own.map(({ passes }) => passes))),
      seconds: median(own.map(({ seconds }) => seconds)).toFixed(2),
    }
  })
}

/** Returns a sentence: whether PAMI's peaks are right as often as promised, or for which tasks they are not. */
export function verdict(tasks: readonly (readonly Sweep[])[]): string {
  const missed = tasks.flatMap((sweeps) => {
    const maps = sweeps.flatMap(({ method, maps: judged }) => (method === "pami" ? judged : []))
    const share = mean(maps.map(({ hit }) => Number(hit)))
    return share >= promised ? [] : [`${sweeps[0].task} (${maps.length === 0 ? "no map" : percent(share)})`]
  })
  const claim = `Where the model is right, PAMI's peak is right in at least ${percent(promised)} of the maps`
  return missed.length === 0 ? `${claim} of each task.` : `${claim}, except for ${missed.join(", ")}.`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}
