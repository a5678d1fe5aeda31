import { average, classProbability, explain } from "@pami/core"
import type { Explanation, ReadOut, TargetId } from "@pami/core"
import { deletion, energy, evaluator, insertion, pointing } from "@pami/evaluation"
import type { Evaluator, NamedMap } from "@pami/evaluation"
import { black, blur } from "@pami/image"
import type { Method } from "./methods.ts"
import { prefix, stops } from "./prefix.ts"
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
  /** The same of the values above the median; `null` where the object is not known. */
  readonly upperEnergy: number | null
  /** That over the object's share of the area; `null` where the object is not known. */
  readonly focus: number | null
}

/**
 * Opens the judge of all maps of a subject, whatever the methods themselves mask with: insertion from a blur, deletion to
 * black, both made in pixel space.
 */
export async function judgeOf(subject: Subject): Promise<Evaluator> {
  const classes = subject.goals.map(({ target }) => target)
  return await evaluator({
    model: subject.model,
    target: classProbability({ activation: "softmax", classes }),
    baselines: { blur: await inputOf(subject, blur()), black: await inputOf(subject, black()) },
  })
}

/** A sweep to the end, and the subject whose goals it scored. */
export interface Sweep {
  readonly subject: Subject
  readonly method: Method
  readonly explanation: Explanation
  /** Forward passes that were taken before those of the explanation. */
  readonly spent: number
  /** The budget of the sweep and its read-out, for a method that sweeps anew for each number of passes. */
  readonly budget?: {
    readonly passes: number
    read(explanation: Explanation, target: TargetId): Float32Array
  }
}

/** Sweeps a subject to the end: once for all of its goals; once for each goal, or each number of passes, if the method must. */
export async function* sweepsOf(
  subject: Subject,
  method: Method,
  passes: readonly number[],
): AsyncGenerator<Sweep> {
  const aims = method.perGoal ? subject.goals.map((goal) => [goal]) : [subject.goals]
  for (const goals of aims) {
    const aimed = { ...subject, goals }
    const { input, partitioner, spent = 0 } = await method.prepare(aimed)
    const target = classProbability({ activation: "softmax", classes: goals.map(({ target }) => target) })
    for (const count of method.atBudget === undefined ? [] : passes) {
      const { partitioner, read } = method.atBudget!(count)
      const explanation = await explain({ model: subject.model, input, target, partitioner })
      yield { subject: aimed, method, explanation, spent, budget: { passes: count, read } }
    }
    if (method.atBudget !== undefined) continue
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
  { subject, method, explanation, spent, budget }: Sweep,
  judge: Evaluator,
  { passes, points, readOuts }: Examination,
): Promise<Quality[]> {
  const metrics = [
    insertion({ points }),
    deletion({ points }),
    pointing({ rule: "exact" }),
    energy(),
    energy({ above: "median" }),
  ]
  const wanted = passes.map((count) => count - spent).filter((count) => count > 0)
  const maps = (budget === undefined ? stops(wanted, explanation.passes) : [budget.passes]).flatMap((stop) =>
    pairs(subject, budget === undefined ? readOuts : readOuts.slice(0, 1)).map(({ goal, readOut }) => {
      const map =
        budget === undefined
          ? average(prefix(explanation, stop), goal.target, readOut)
          : budget.read(explanation, goal.target)
      return { stop, goal, readOut, judged: judgedMap(subject, goal, map) }
    }),
  )
  const results = await judge.evaluate(
    maps.map(({ judged }) => judged),
    metrics,
  )
  return maps.map(({ stop, goal, readOut, judged: { map } }, at): Quality => {
    const [inserted, deleted, hit, share, upper] = results
      .slice(at * metrics.length, (at + 1) * metrics.length)
      .map(({ value }) => value)
    return {
      group: subject.group,
      subject: subject.name,
      goal: goal.name,
      target: goal.target,
      method: readOut.name === "" ? method.name : `${method.name} ${readOut.name}`,
      passes: spent + stop,
      total: budget === undefined ? spent + explanation.passes : Math.max(...passes),
      covered: 1 - Float32Array.from(map).filter(Number.isNaN).length / map.length,
      insertion: inserted!,
      deletion: deleted!,
      hit: hit === null ? null : hit === 1,
      energy: share,
      upperEnergy: upper,
      focus: share === null ? null : share / shareOfArea(goal.object!),
    }
  })
}

function judgedMap({ preprocessing: { width, height } }: Subject, goal: Goal, map: Float32Array): NamedMap {
  const truth = goal.object === undefined ? {} : { truth: { width, height, mask: goal.object } }
  return { name: goal.name, map, target: goal.target, ...truth }
}

function shareOfArea(object: Uint8Array): number {
  return object.filter((byte) => byte !== 0).length / object.length
}

function pairs(
  { goals }: Subject,
  readOuts: readonly NamedReadOut[],
): { goal: Goal; readOut: NamedReadOut }[] {
  return goals.flatMap((goal) => readOuts.map((readOut) => ({ goal, readOut })))
}
