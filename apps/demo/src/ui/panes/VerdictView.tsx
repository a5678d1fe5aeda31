import type { Verdict } from "../../engine/contract.ts"
import { value } from "../logic/format.ts"
import { verdict } from "../state.ts"

const marks = {
  same: { sign: "✓", words: "same" },
  close: { sign: "≈", words: "within the tolerance" },
  skipped: { sign: "–", words: "not compared across runtimes" },
  different: { sign: "✗", words: "different" },
} as const

/** The outcome of the last manifest’s check. */
export function VerdictView() {
  const found = verdict.value
  if (found === null) return null
  return (
    <div class={`verdict ${found.outcome === "different" ? "different" : "same"}`} role="status">
      <strong>{titleOf(found)}</strong>
      <p>{textOf(found)}</p>
      <details>
        <summary>All checks</summary>
        <ul>
          {found.checks.map(({ what, result }) => (
            <li key={what}>
              <span aria-hidden="true">{marks[result].sign}</span> {what}
              <span class={result === "close" || result === "skipped" ? "soft" : "hidden"}>
                : {marks[result].words}
              </span>
            </li>
          ))}
        </ul>
      </details>
      <button type="button" class="quiet" onClick={() => (verdict.value = null)}>
        Close
      </button>
    </div>
  )
}

function titleOf({ outcome, runtimes }: Verdict): string {
  if (outcome === "same") return "Identical, bit for bit."
  return outcome === "close" ? `Equal within ${value(runtimes!.tolerance)}.` : "Different."
}

function textOf({ outcome, checks, runtimes, advice }: Verdict): string {
  if (outcome === "same")
    return `All ${checks.length} checks pass: the recomputed maps have the same digests.`
  const different = checks.filter(({ result }) => result === "different")
  const found = runtimes && `The largest difference is ${value(runtimes.largest)}`
  if (outcome === "close")
    return (
      `It was made on ${runtimes!.recorded} and recomputed here on ${runtimes!.here}: runtimes round differently. ` +
      `${found} between scores, and between the lowest, highest and mean values of each map; the tolerance is ` +
      `${value(runtimes!.tolerance)}. Digests are compared on the same runtime only.`
    )
  return `${howMany(different.length, checks.length)} ${found ? `${found}. ` : ""}${advice ?? ""}`
}

function howMany(different: number, checks: number): string {
  if (checks === 1) return "The only check differs."
  return `${different} of ${checks} checks ${different === 1 ? "differs" : "differ"}.`
}
