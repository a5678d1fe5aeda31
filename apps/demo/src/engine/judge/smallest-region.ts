import { evaluator, minimalRegion, mostImportant, orderUnits } from "@pami/evaluation"
import { curvePoints, type SmallestRegion } from "../judge-contract.ts"
import type { Stoppable } from "./judged.ts"

const keep = 0.9

/** Returns the smallest region, most important units first, that keeps 90 % of the score over the mask of the settings. */
export async function findSmallestRegion(judged: Stoppable): Promise<SmallestRegion> {
  const { map, model, target, input, signal } = judged
  const judge = await evaluator({ model, signal, target, baselines: { own: input } })
  try {
    const metric = minimalRegion({ baseline: "own", keep, points: curvePoints })
    const [{ value, reason }] = await judge.evaluate([{ name: "map", map }], [metric])
    if (value === null) throw reason!
    return { share: value, part: mostImportant(orderUnits(map), Math.round(value * map.length)), keep }
  } finally {
    judge.close()
  }
}
