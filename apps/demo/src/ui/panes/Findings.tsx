import type { Finding } from "@pami/core"
import { shown } from "../logic/format.ts"
import { facts, findings, settings } from "../state.ts"
import { adviceOn, fixesOf, titleOf } from "../logic/fixes.ts"
import { FixButtons } from "./FixButtons.tsx"

/** The findings of the preflight, with a button for each fix that is a setting. */
export function Findings() {
  // The findings of the image include those of the model that still hold.
  const found = findings.value ?? facts.value?.findings ?? []
  if (found.length === 0) return null
  // Warnings and findings with a button are open; other notes are folded.
  const warnings = found.filter(({ level }) => level === "warning")
  const notes = found.filter(({ level }) => level === "note")
  const hasFix = (finding: Finding) => fixesOf(finding, settings.value).length > 0
  const open = [...warnings, ...notes.filter(hasFix)]
  const folded = notes.filter((finding) => !hasFix(finding))
  return (
    <section class="card findings" aria-labelledby="findings-title">
      <h2 id="findings-title">Findings</h2>
      {open.map((finding) => (
        <Entry key={finding.code + finding.message} finding={finding} />
      ))}
      {folded.length > 0 && (
        <details>
          <summary>
            {folded.length} {folded.length === 1 ? "note" : "notes"}
          </summary>
          {folded.map((finding) => (
            <Entry key={finding.code + finding.message} finding={finding} />
          ))}
        </details>
      )}
    </section>
  )
}

function Entry({ finding }: { readonly finding: Finding }) {
  const buttons = fixesOf(finding, settings.value)
  return (
    <div class={`finding ${finding.level}`}>
      <h3>{titleOf(finding)}</h3>
      <p>{sentence(finding.message)}</p>
      {buttons.length === 0 && <p class="soft">{sentence(adviceOn(finding))}</p>}
      <FixButtons fixes={buttons} />
      <code class="code">{finding.code}</code>
    </div>
  )
}

/** Returns the text of a finding as a sentence. It may hold names from an untrusted file. */
function sentence(said: string): string {
  const text = shown(said, 1200)
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`
}
