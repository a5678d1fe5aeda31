import { average, classProbability, explain } from "@pami/core"
import type { Explanation, ReadOut } from "@pami/core"
import { black, blur } from "@pami/image"
import { deletion } from "./deletion.ts"
import { energy } from "./energy.ts"
import { insertion } from "./insertion.ts"
import type { Method } from "./methods.ts"
import { pointsAt } from "./pointing.ts"
import { prefix, stops } from "./prefix.ts"
import { probe } from "./probe.ts"
import type { Probe } from "./probe.ts"
import { inputOf } from "./subject.ts"
import type { Goal, Subject } from "./subject.ts"

/** How good one map is. */
export interface Quality {
  readonly group: string
  readonly subject: string
  readonly goal: string
  readonly target: number
  /** The method and, unless it is the paper's, the read-out. */
  readonly method: string
  /** Forward passes of the map, and of the whole sweep. */
  readonly passes: number
  readonly total: number
  /** Share of the units that some part has covered, 0 to 1. */
  readonly covered: number
  /** 0 to 1, higher is better. */
  readonly insertion: number
  /** 0 to 1, lower is better. */
  readonly deletion: number
  /** Whether the most important unit is on the object; `null` where the object is not known. */
  readonly hit: boolean | null
  /** Share of the energy on the object, 0 to 1; `null` where the object is not known. */
  readonly energy: number | null
  /** That over the object's share of the area; `null` where the object is not known. */
  readonly focus: number | null
}

/** The inputs that judge every method's maps of one subject alike, whatever the methods themselves mask with. */
export interface Judges {
  readonly fromBlur: Probe
  readonly toBlack: Probe
}

/** Opens the judges of a subject: insertion from a blur, deletion to black, both made in pixel space. */
export async function judgesOf(subject: Subject): Promise<Judges> {
  const targets = subject.goals.map(({ target }) => target)
  return {
    fromBlur: await probe(subject.model, await inputOf(subject, blur()), targets),
    toBlack: await probe(subject.model, await inputOf(subject, black()), targets),
  }
}

/** A sweep to the end, and the subject whose goals it scored. */
export interface Sweep {
  readonly subject: Subject
  readonly method: Method
  readonly explanation: Explanation
  /** Forward passes that were taken before those of the explanation. */
  readonly spent: number
}

/** Sweeps a subject to the end: once for all of its goals, or once for each if the method has to. */
export async function* sweepsOf(subject: Subject, method: Method): AsyncGenerator<Sweep> {
  const aims = method.perGoal ? subject.goals.map((goal) => [goal]) : [subject.goals]
  for (const goals of aims) {
    const aimed = { ...subject, goals }
    const { input, partitioner, spent = 0 } = await method.prepare(aimed)
    const target = classProbability({ activation: "softmax", classes: goals.map(({ target }) => target) })
    const explanation = await explain({ model: subject.model, input, target, partitioner })
    yield { subject: aimed, method, explanation, spent }
  }
}

/** How maps are judged. */
export interface Examination {
  /** Forward passes after which a map is judged, besides the end of the sweep. */
  readonly passes: readonly number[]
  /** Points of the insertion and deletion curves, at least 2. */
  readonly points: number
  /** Each makes a map of its own out of the same scores. */
  readonly readOuts: readonly NamedReadOut[]
}

/** A read-out, and what it is called in the tables: nothing, for the paper's. */
export interface NamedReadOut extends ReadOut {
  readonly name: string
}

/** Judges the maps that a sweep has on its way and at its end. */
export async function evaluate(
  { subject, method, explanation, spent }: Sweep,
  judges: Judges,
  { passes, points, readOuts }: Examination,
): Promise<Quality[]> {
  const rows: Quality[] = []
  const wanted = passes.map((count) => count - spent).filter((count) => count > 0)
  for (const stop of stops(wanted, explanation.passes))
    for (const { goal, readOut } of pairs(subject, readOuts)) {
      const { name, target, object } = goal
      const map = average(prefix(explanation, stop), target, readOut)
      const onObject = object === undefined ? null : energy(map, object)
      rows.push({
        group: subject.group,
        subject: subject.name,
        goal: name,
        target,
        method: readOut.name === "" ? method.name : `${method.name} ${readOut.name}`,
        passes: spent + stop,
        total: spent + explanation.passes,
        covered: map.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0) / map.length,
        insertion: await insertion(judges.fromBlur, target, map, points),
        deletion: await deletion(judges.toBlack, target, map, points),
        hit: object === undefined ? null : pointsAt(map, object),
        energy: onObject?.share ?? null,
        focus: onObject?.focus ?? null,
      })
    }
  return rows
}

function pairs(
  { goals }: Subject,
  readOuts: readonly NamedReadOut[],
): { goal: Goal; readOut: NamedReadOut }[] {
  return goals.flatMap((goal) => readOuts.map((readOut) => ({ goal, readOut })))
}
