import { allButMostImportant, mostImportant, orderUnits } from "@pami/evaluation"
import type { Kept } from "../judge-contract.ts"
import type { Judged } from "./judged.ts"

/**
 * Returns the scores of the most important units of a map, shown alone, and of all others.
 *
 * @param share of the units, 0 to 1
 */
export async function keepBrightest({ map, probe }: Judged, share: number): Promise<Kept> {
  const order = orderUnits(map)
  const count = Math.round(Math.min(1, Math.max(0, share)) * order.length)
  const part = mostImportant(order, count)
  return { part, kept: await probe(part), others: await probe(allButMostImportant(order, count)) }
}
