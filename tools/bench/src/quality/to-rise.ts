import { classProbability, explain } from "@pami/core"
import type { Method } from "@pami/core"
import { deletion, energy, evaluator, insertion } from "@pami/evaluation"
import type { NamedMap } from "@pami/evaluation"
import { black, blur } from "@pami/image"
import { createMethod, methodNames } from "@pami/methods"
import { pictureInputOf } from "./subject.ts"
import type { Subject } from "./subject.ts"
import { mean } from "./mean.ts"

/** Passes of RISE, whose quality the others are to reach. */
export const passesOfRise = 4000

/** Numbers of passes that the others are given, one after the other. */
export const budgets: readonly number[] = [25, 50, 100, 200, 400, 800, 1600]

// Share of RISE's quality that counts as reached.
const enough = 0.99

/** A method with a number of passes, over all subjects. */
export interface Entry {
  readonly method: string
  readonly passes: number
  /** Seconds of each subject. */
  readonly seconds: number[]
  /** Insertion minus deletion of each map. */
  readonly faithfulness: number[]
  /** Energy above the median on the object, of each map whose object is known. */
  readonly energy: number[]
}

/** A map that another program made, and its seconds. */
export interface ForeignMap {
  readonly method: string
  readonly passes: number
  readonly seconds: number
  readonly map: Float32Array
}

/**
 * Measures RISE with 4,000 passes and all methods with fewer on the first goal of a subject, and adds the results to the
 * entries.
 *
 * @returns the map of RISE
 * @param foreign maps of other programs for the same goal
 */
export async function measureSubject(
  subject: Subject,
  foreign: readonly ForeignMap[],
  entries: Map<string, Entry>,
): Promise<Float32Array> {
  const [{ target: id, object }] = subject.goals
  const target = classProbability({ activation: "softmax", classes: [id] })
  const prepared = await pictureInputOf(subject, blur())
  const made: ForeignMap[] = []
  for (const { name, passes } of plan()) {
    const { partitioner, read }: Method = createMethod(name, { passes })
    const started = performance.now()
    const explanation = await explain({ model: subject.model, input: prepared.input, target, partitioner })
    const map = read(explanation, id)
    made.push({ method: name, passes, seconds: (performance.now() - started) / 1000, map })
  }
  const { input: dark } = await prepared.maskedBy(black())
  const judge = await evaluator({
    model: subject.model,
    baselines: { blur: prepared.input, black: dark },
    target,
  })
  const { width, height } = subject.preprocessing
  const truth = object && { width, height, mask: object }
  for (const { method, passes, seconds, map } of [...made, ...foreign]) {
    const named: NamedMap = { name: method, map, target: id, ...(truth && { truth }) }
    const [inserted, deleted, share] = await judge.evaluate(
      [named],
      [insertion(), deletion(), energy({ above: "median" })],
    )
    const key = `${method} ${passes}`
    let entry = entries.get(key)
    if (entry === undefined)
      entries.set(key, (entry = { method, passes, seconds: [], faithfulness: [], energy: [] }))
    entry.seconds.push(seconds)
    entry.faithfulness.push(inserted.value! - deleted.value!)
    if (share.value !== null) entry.energy.push(share.value)
  }
  judge.close()
  return made[0].map
}

function* plan() {
  yield { name: "rise" as const, passes: passesOfRise }
  for (const name of methodNames) for (const passes of budgets) yield { name, passes }
}

/** Returns a row for each method, for `table`: the fewest passes at which its mean reaches 99 % of that of RISE, and their time. */
export function toRiseRows(entries: readonly Entry[]): Record<string, string | number>[] {
  const rise = entries.find(({ method, passes }) => method === "rise" && passes === passesOfRise)!
  return [...new Set(entries.map(({ method }) => method))].map((method) => {
    const own = entries.filter((entry) => entry.method === method).sort((a, b) => a.passes - b.passes)
    const reached = (read: (entry: Entry) => readonly number[]) => {
      const found = own.find((entry) => mean(read(entry)) >= enough * mean(read(rise)))
      return found === undefined ? "not reached" : `${found.passes}, ${mean(found.seconds).toFixed(2)} s`
    }
    const most = own[own.length - 1]
    return {
      method,
      "99 % of insertion - deletion after": reached(({ faithfulness }) => faithfulness),
      "99 % of energy after": reached((entry) => entry.energy),
      "most passes": `${most.passes}, ${mean(most.seconds).toFixed(2)} s`,
      "insertion - deletion": mean(most.faithfulness).toFixed(3),
      energy: most.energy.length === 0 ? "-" : mean(most.energy).toFixed(3),
    }
  })
}
