import { lineKey, nameOfMap, parseLine } from "@pami/runs"
import type { ResultLine, RunPlan } from "@pami/runs"

// Characters; a file of results has no longer lines.
const longestLine = 2 ** 20

/**
 * Returns the line in a text that is said to be a line of a run; undefined for a text that is none. A line has the key of its input
 * and its recipe, names no file but its map, and nothing but an explanation or an error.
 */
export function checkedLine(text: string, plan: RunPlan): ResultLine | undefined {
  const line = text.length > longestLine ? undefined : parsed(text)
  if (line === undefined) return undefined
  const { method, metric, value, skipped, error, key, digest, map } = line
  if (method === undefined || !Object.hasOwn(plan.keys, method)) return undefined
  if (metric !== undefined || value !== undefined || skipped !== undefined) return undefined
  // An input that cannot be read has neither.
  if (error !== undefined && key === undefined && digest === undefined && map === undefined) return line
  if (typeof digest !== "string" || key !== lineKey(plan, method, digest)) return undefined
  return map === undefined || map === nameOfMap(key) ? line : undefined
}

function parsed(text: string): ResultLine | undefined {
  try {
    return parseLine(text, "a row")
  } catch {
    return undefined
  }
}
