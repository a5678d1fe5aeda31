import { onGrid } from "@pami/core"
import type { Backend, Explanation, Input, Method } from "@pami/core"
import { energy, pointing } from "@pami/evaluation"
import { explainer } from "@pami/explainer"
import type { ExplainOptions } from "@pami/explainer"
import { occlusion } from "@pami/methods"
import type { MethodName } from "@pami/methods"
import type { Example, Goal, Task } from "./task.ts"

/** The sweep of a method over one input, and the maps that it gives. */
export interface Sweep {
  readonly task: string
  readonly method: MethodName
  readonly passes: number
  readonly seconds: number
  /** Answers that the model should give for the input. */
  readonly goals: number
  /** The maps of those that it gives. */
  readonly maps: readonly JudgedMap[]
}

/** How well a map shows the units that the answer depends on. */
export interface JudgedMap {
  /** Whether the most important unit is one of them. */
  readonly hit: boolean
  /** Share of the map, minus its median and without negative values, on them. */
  readonly energy: number
  /** Their share of all units: the energy of a map by chance. */
  readonly chance: number
}

const metrics = { hit: pointing({ rule: "exact" }), energy: energy({ above: "median" }) }

/**
 * Explains the first `count` inputs of a task, from `firstSeed` on, by each of its methods: by PAMI as `explainer` does if
 * nobody says anything, by the others with as many passes.
 */
export async function measureTask(
  { name, model, methods, options, example }: Task,
  { backend, count, firstSeed }: { backend: Backend; count: number; firstSeed: number },
): Promise<Sweep[]> {
  await using explain = await explainer(model, { backend, ...(await options?.(backend)) })
  const sweeps: Sweep[] = []
  const sweep = async (
    method: MethodName,
    { input, options: given, goals }: Example,
    own: ExplainOptions,
  ) => {
    const started = performance.now()
    const result = await explain(input, { ...given, ...own })
    const { explanation, map } = result
    const maps = goals.flatMap((goal) => {
      const target = goal.find(result)
      return target === undefined ? [] : [{ goal, map: ofGrid(map(target), explanation, goal.grid) }]
    })
    const seconds = (performance.now() - started) / 1000
    const judged = await Promise.all(maps.map((one) => judge(one.goal, one.map)))
    sweeps.push({
      task: name,
      method,
      passes: explanation.passes,
      seconds,
      goals: goals.length,
      maps: judged,
    })
    return explanation
  }
  for (const one of examples(example, count, firstSeed)) {
    const first = await sweep("pami", one, {})
    for (const method of methods) if (method !== "pami") await sweep(method, one, optionsOf(method, first))
  }
  return sweeps
}

/** Returns the part of a map that is of a grid, by default all of it. */
function ofGrid(map: Float32Array, { grids }: Explanation, name: string | undefined): Float32Array {
  return name === undefined
    ? map
    : onGrid(
        map,
        grids.find((grid) => grid.name === name)!,
      )
}

/** Returns the first inputs that a task accepts. */
function* examples(example: Task["example"], count: number, firstSeed: number): Generator<Example> {
  for (let seed = firstSeed, found = 0; found < count; seed++) {
    const one = example(seed)
    if (one === undefined) continue
    found++
    yield one
  }
}

/** Returns the options of a method with the budget of another sweep over the same units. */
function optionsOf(method: MethodName, { grids, passes }: Explanation): ExplainOptions {
  const isWords = grids[0].shape.length === 1 && grids[0].labels !== undefined
  if (method === "occlusion" && isWords) return { method: occlusion({ window: 1, stride: 1 }), passes }
  return { method: method === "occlusion" ? densest(grids, passes) : method, passes }
}

/** Returns Occlusion with its usual window, at as many places as the budget allows. */
function densest(grids: Input["grids"], passes: number): Method {
  for (let stride = 1; ; stride++) {
    const method = occlusion({ stride })
    if (method.partitioner.total({ grids } as Input)! <= passes) return method
  }
}

async function judge({ units }: Goal, map: Float32Array): Promise<JudgedMap> {
  // The metrics need no axes: units are one row of an image.
  const subject = {
    map,
    shape: [1, map.length],
    truth: { width: map.length, height: 1, mask: units },
  }
  const [hit, share] = [await metrics.hit.measure(subject), await metrics.energy.measure(subject)]
  const right = units.reduce((sum, unit) => sum + unit, 0)
  return { hit: hit.value === 1, energy: share.value, chance: right / units.length }
}
