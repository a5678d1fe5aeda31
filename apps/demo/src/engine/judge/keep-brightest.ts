import { allButMostImportant, mostImportant, orderUnits } from "@pami/evaluation"
import { readMap } from "@pami/recipe"
import { selectionFor } from "../choice.ts"
import type { Kept } from "../judge-contract.ts"
import type { Judged } from "./judged.ts"

/**
 * Returns the scores of the brightest units of a map, shown alone, and of all others.
 *
 * @param share of the units, 0 to 1
 */
export async function keepBrightest(judged: Judged, share: number): Promise<Kept> {
  const { chosen, prober } = judged
  const order = orderUnits(mapOf(judged))
  const count = Math.round(Math.min(1, Math.max(0, share)) * order.length)
  const part = mostImportant(order, count)
  const kept = await prober.probe(part, chosen)
  return { part, kept, others: await prober.probe(allButMostImportant(order, count), chosen) }
}

/** Returns the map of the choice. */
export function mapOf({ predicted, explanation, chosen }: Judged): Float32Array {
  return readMap(predicted.resolved.recipe, explanation, selectionFor(chosen))
}
