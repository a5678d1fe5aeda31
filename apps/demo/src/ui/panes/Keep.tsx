import { useRef } from "preact/hooks"
import { copyLink, keep, type Keepable } from "../keep.ts"
import { openFiles } from "../open.ts"
import type { Verdict } from "../../engine/contract.ts"
import { value } from "../logic/format.ts"
import { verdict, view } from "../state.ts"
import { showError } from "../messages.ts"

const kinds: readonly { readonly kind: Keepable; readonly label: string; readonly hint: string }[] = [
  { kind: "png", label: "PNG", hint: "the overlay, at the picture’s size" },
  { kind: "svg", label: "SVG", hint: "a figure with predictions and colour bar" },
  { kind: "npy", label: "NPY", hint: "the map’s numbers, for NumPy" },
  { kind: "manifest", label: "Manifest", hint: "all it takes to draw the map again" },
]

/** Save what was found, pass the settings on, or check what someone else found. */
export function Keep() {
  const input = useRef<HTMLInputElement>(null)
  return (
    <section class="card keep" aria-labelledby="keep-title">
      <h2 id="keep-title">Keep</h2>
      <div class="tiles">
        {kinds.map(({ kind, label, hint }) => (
          <button key={kind} type="button" disabled={view.value === null} onClick={() => void keep(kind)}>
            <b>{label}</b> <span class="soft small">{hint}</span>
          </button>
        ))}
      </div>
      <div class="buttons">
        <button type="button" onClick={() => void copyLink().catch(showError)}>
          Copy a link to these settings
        </button>
        <button type="button" onClick={() => input.current!.click()}>
          Replay a manifest
        </button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label="File of a manifest"
          onChange={(event) => {
            void openFiles([...(event.currentTarget.files ?? [])]).catch(showError)
            event.currentTarget.value = ""
          }}
        />
      </div>
      <VerdictView />
    </section>
  )
}

const marks = {
  same: { sign: "✓", words: "the same" },
  close: { sign: "≈", words: "the same within the tolerance" },
  skipped: { sign: "–", words: "not compared between runtimes" },
  different: { sign: "✗", words: "different" },
} as const

function VerdictView() {
  const found = verdict.value
  if (found === null) return null
  return (
    <div class={`verdict ${found.outcome === "different" ? "different" : "same"}`} role="status">
      <strong>{titleOf(found)}</strong>
      <p>{textOf(found)}</p>
      <details>
        <summary>Every check</summary>
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
  if (outcome === "same") return "The same, to the last bit."
  return outcome === "close" ? `The same within ${value(runtimes!.tolerance)}.` : "Not the same."
}

function textOf({ outcome, checks, runtimes, advice }: Verdict): string {
  if (outcome === "same")
    return `All ${checks.length} checks agree: the maps were computed again here and have the same digests.`
  const different = checks.filter(({ result }) => result === "different")
  const found = runtimes && `The largest difference of two numbers is ${value(runtimes.largest)}`
  if (outcome === "close")
    return (
      `It was made on ${runtimes!.recorded}, and computed again here on ${runtimes!.here}: runtimes round differently. ` +
      `${found}: of the scores, and of the lowest, highest and mean value of each map; up to ${value(runtimes!.tolerance)} ` +
      "counts as the same. Digests tell of the last bits, and are compared on the same runtime only."
    )
  return `${howMany(different.length, checks.length)} ${found ? `${found}. ` : ""}${advice ?? ""}`
}

function howMany(different: number, checks: number): string {
  if (checks === 1) return "The only check differs."
  return `${different} of ${checks} checks ${different === 1 ? "differs" : "differ"}.`
}
