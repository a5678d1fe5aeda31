import type { Finding } from "@pami/core"
import { facts, looked, settings } from "../state.ts"
import { fixesOf, titleOf } from "../logic/fixes.ts"
import { change } from "../sweep.ts"

/** What the preflight found, in plain words, with the fix as a button where it is a setting. */
export function Findings() {
  const found = [...(facts.value?.findings ?? []), ...(looked.value?.prediction.findings ?? [])]
  if (found.length === 0) return null
  const warnings = found.filter(({ level }) => level === "warning")
  const notes = found.filter(({ level }) => level === "note")
  return (
    <section class="card findings" aria-labelledby="findings-title">
      <h2 id="findings-title">Before you trust the map</h2>
      {warnings.map((finding) => (
        <Entry key={finding.code + finding.message} finding={finding} />
      ))}
      {notes.length > 0 && (
        <details open={warnings.length === 0 && notes.length === 1 ? undefined : false}>
          <summary>
            {notes.length} {notes.length === 1 ? "note" : "notes"}
          </summary>
          {notes.map((finding) => (
            <Entry key={finding.code + finding.message} finding={finding} />
          ))}
        </details>
      )}
    </section>
  )
}

function Entry({ finding }: { readonly finding: Finding }) {
  const fixes = fixesOf(finding, settings.value)
  return (
    <div class={`finding ${finding.level}`}>
      <h3>{titleOf(finding)}</h3>
      <p>{sentence(finding.message)}</p>
      {fixes.length === 0 ? (
        <p class="soft">{sentence(finding.fix)}</p>
      ) : (
        <div class="buttons">
          {fixes.map((fix) => (
            <button key={fix.label} type="button" class="small" onClick={() => void change(fix.change)}>
              {fix.label}
            </button>
          ))}
        </div>
      )}
      <code class="code">{finding.code}</code>
    </div>
  )
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`
}
