import { table } from "@pami/measure"
import type { Quality } from "./evaluate.ts"
import { mean } from "./mean.ts"

/** What the numbers of {@link qualityTable} are, in one paragraph. */
export function protocol(points: number): string {
  return [
    `insertion: from blur, ${points} points, pixel space, softmax probability, normalised area; higher is better`,
    `deletion: to black, otherwise as insertion; lower is better`,
    `pointing: highest pixel on the object, no tolerance; energy: share of (map - minimum) on the object, above median: of (map - median) without negative values; /area: over the object's share of the picture`,
    `baseline of a map: the method's own; means over maps; units that no part has covered yet count as least important`,
  ].join("\n")
}

/** Means over all maps of one group, a line for every method and number of passes. */
export function qualityTable(rows: readonly Quality[], passes: readonly number[]): string {
  return table(
    methodsOf(rows).flatMap((method) => {
      const own = rows.filter((row) => row.method === method)
      return [...stopsOf(own, passes), Infinity].flatMap((stop) => {
        const at = rowsAt(own, stop)
        // A second stage has no map yet while its first is swept.
        if (at.length === 0) return []
        const known = at.filter(({ energy }) => energy !== null)
        const share = (count: number) => (known.length === 0 ? "-" : count.toFixed(3))
        return {
          method,
          passes: stop === Infinity ? `all ${range(at.map(({ passes }) => passes))}` : String(stop),
          maps: at.length,
          "covered %": rounded(100 * mean(at.map(({ covered }) => covered)), 1),
          insertion: fixed(mean(at.map(({ insertion }) => insertion))),
          deletion: fixed(mean(at.map(({ deletion }) => deletion))),
          "pointing %":
            known.length === 0 ? "-" : (100 * mean(known.map(({ hit }) => Number(hit)))).toFixed(1),
          energy: share(mean(known.map(({ energy }) => energy ?? 0))),
          "above median": share(mean(known.map(({ upperEnergy }) => upperEnergy ?? 0))),
          "/area": share(mean(known.map(({ focus }) => focus ?? 0))),
        }
      })
    }),
  )
}

/** How near each method is to its own end after `passes` passes, a line for every method that has more of them. */
export function shareOfFinal(rows: readonly Quality[], passes: number): string {
  return methodsOf(rows)
    .flatMap((method) => {
      const own = rows.filter((row) => row.method === method)
      const [early, late] = [rowsAt(own, passes), rowsAt(own, Infinity)]
      if (early.length === 0 || stopsOf(own, [passes]).length === 0) return []
      const percent = (read: (row: Quality) => number | null) => {
        const [before, after] = [early, late].map((at) =>
          mean(at.map(read).filter((value) => value !== null)),
        )
        return Number.isNaN(after) ? "-" : `${((100 * before) / after).toFixed(1)} %`
      }
      return [
        `  ${method}, ${passes} of ${range(late.map(({ total }) => total))} passes: ` +
          `insertion ${percent(({ insertion }) => insertion)}, ` +
          `1 - deletion ${percent(({ deletion }) => 1 - deletion)}, energy ${percent(({ energy }) => energy)} of its final`,
      ]
    })
    .join("\n")
}

function methodsOf(rows: readonly Quality[]): string[] {
  return [...new Set(rows.map(({ method }) => method))]
}

/** Those numbers of passes that at least one sweep exceeds. */
function stopsOf(rows: readonly Quality[], passes: readonly number[]): number[] {
  const longest = Math.max(...rows.map(({ total }) => total))
  return [...new Set(passes.filter((count) => count < longest))].sort((a, b) => a - b)
}

/** One row a map: after that many passes, or at its end where the sweep is shorter. */
function rowsAt(rows: readonly Quality[], passes: number): Quality[] {
  return rows.filter((row) => row.passes === Math.min(passes, row.total))
}

function range(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return low === high ? String(low) : `${low}-${high}`
}

function fixed(value: number): string {
  return value.toFixed(3)
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
