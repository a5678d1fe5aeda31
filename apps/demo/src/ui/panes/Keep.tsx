import { useRef } from "preact/hooks"
import { copyLink, keep, type Keepable } from "../keep.ts"
import { openFiles } from "../open.ts"
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

function VerdictView() {
  const outcome = verdict.value
  if (outcome === null) return null
  const different = outcome.checks.filter(({ same }) => !same)
  return (
    <div class={`verdict ${outcome.same ? "same" : "different"}`} role="status">
      <strong>{outcome.same ? "The same, to the last bit." : "Not the same."}</strong>
      <p>
        {outcome.same
          ? `All ${outcome.checks.length} checks agree: the maps were computed again here and have the same digests.`
          : `${different.length} of ${outcome.checks.length} checks differ. ${outcome.advice ?? ""}`}
      </p>
      <details>
        <summary>Every check</summary>
        <ul>
          {outcome.checks.map(({ what, same }) => (
            <li key={what}>
              <span aria-hidden="true">{same ? "✓" : "✗"}</span> {what}
              <span class="hidden">{same ? ": the same" : ": different"}</span>
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
