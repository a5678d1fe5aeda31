import type { Finding } from "@pami/core"
import { adviceOn, titleOf } from "../logic/fixes.ts"
import { shown } from "../logic/format.ts"

/** Guesses and doubts about a model and an input: warnings open, notes folded. */
export function FindingList({ found: all }: { readonly found: readonly Finding[] }) {
  const found = all.filter((one, index) => all.findIndex(({ message }) => message === one.message) === index)
  if (found.length === 0) return null
  const warnings = found.filter(({ level }) => level === "warning")
  const notes = found.filter(({ level }) => level === "note")
  const entry = (finding: (typeof found)[number]) => (
    <div key={finding.message} class={`finding ${finding.level}`}>
      <h3>{titleOf(finding)}</h3>
      <p>{sentence(finding.message)}</p>
      <p class="soft">{sentence(adviceOn(finding))}</p>
      <code class="code">{finding.code}</code>
    </div>
  )
  return (
    <section class="card findings" aria-labelledby="kind-findings-title">
      <h2 id="kind-findings-title">Findings</h2>
      {warnings.map(entry)}
      {notes.length > 0 && (
        <details>
          <summary>
            {notes.length} {notes.length === 1 ? "note" : "notes"}
          </summary>
          {notes.map(entry)}
        </details>
      )}
    </section>
  )
}

function sentence(said: string): string {
  const text = shown(said, 1200)
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`
}
