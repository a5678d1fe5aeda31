import { useRef } from "preact/hooks"
import { copyLink, save, type Savable } from "../save.ts"
import { openFiles } from "../open.ts"
import type { Verdict } from "../../engine/contract.ts"
import { value } from "../logic/format.ts"
import { verdict, view } from "../state.ts"
import { FileInput } from "./FileInput.tsx"
import { showError } from "../messages.ts"

const kinds: readonly { readonly kind: Savable; readonly label: string; readonly hint: string }[] = [
  { kind: "png", label: "PNG", hint: "overlay at image size" },
  { kind: "svg", label: "SVG", hint: "figure with predictions and colour bar" },
  { kind: "npy", label: "NPY", hint: "map values for NumPy" },
  { kind: "npz", label: "NPZ", hint: "all scores; opens here" },
  { kind: "manifest", label: "Manifest", hint: "everything to recompute the map" },
]

/** Saves the map, shares the settings, or verifies a manifest. */
export function Save() {
  const input = useRef<HTMLInputElement>(null)
  return (
    <section class="card save" aria-labelledby="save-title">
      <h2 id="save-title">Save</h2>
      <div class="tiles">
        {kinds.map(({ kind, label, hint }) => (
          <button key={kind} type="button" disabled={view.value === null} onClick={() => void save(kind)}>
            <b>{label}</b> <span class="soft small">{hint}</span>
          </button>
        ))}
      </div>
      <div class="buttons">
        <button type="button" onClick={() => void copyLink().catch(showError)}>
          Copy link
        </button>
        <button type="button" onClick={() => input.current!.click()}>
          Verify manifest
        </button>
        <button type="button" onClick={() => input.current!.click()}>
          Open NPZ
        </button>
        <FileInput
          input={input}
          label="Manifest file"
          accept=".json,.npz,application/json"
          open={openFiles}
          single
        />
      </div>
      <VerdictView />
    </section>
  )
}

const marks = {
  same: { sign: "✓", words: "same" },
  close: { sign: "≈", words: "within the tolerance" },
  skipped: { sign: "–", words: "not compared across runtimes" },
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
