import type { Finding } from "@pami/core"
import { presetNames } from "@pami/image"
import { shown } from "../logic/format.ts"
import { facts, findings, prediction, settings } from "../state.ts"
import { adviceOn, fixesOf, titleOf } from "../logic/fixes.ts"
import { FixButtons } from "./FixButtons.tsx"
import { Presets } from "./Presets.tsx"

/** What the preflight found, in plain words, with the fix as a button where it is a setting. */
export function Findings() {
  // What was found with the image holds what was found without it, as far as it is still so.
  const found = findings.value ?? facts.value?.findings ?? []
  if (found.length === 0) return null
  // What a button mends is shown as it is; the rest of the notes is there for whoever asks.
  const warnings = found.filter(({ level }) => level === "warning")
  const notes = found.filter(({ level }) => level === "note")
  const mended = (finding: Finding) => finding.code === "PRESET_GUESSED" || fixes(finding).length > 0
  const open = [...warnings, ...notes.filter(mended)]
  const folded = notes.filter((finding) => !mended(finding))
  return (
    <section class="card findings" aria-labelledby="findings-title">
      <h2 id="findings-title">Before you trust the map</h2>
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

function fixes(finding: Finding) {
  // What is in use already mends nothing, whether it was chosen or guessed.
  const used = presetNames.find((name) => name === prediction.value?.recipe.preprocessing.name) ?? null
  return fixesOf(finding, { ...settings.value, preset: used }, facts.value?.outputNames)
}

function Entry({ finding }: { readonly finding: Finding }) {
  const buttons = fixes(finding)
  return (
    <div class={`finding ${finding.level}`}>
      <h3>{titleOf(finding)}</h3>
      <p>{sentence(finding.message)}</p>
      {buttons.length === 0 && <p class="soft">{sentence(adviceOn(finding))}</p>}
      {finding.code === "PRESET_GUESSED" ? <Presets /> : <FixButtons fixes={buttons} />}
      <code class="code">{finding.code}</code>
    </div>
  )
}

/** A finding may hold names from a stranger's file. */
function sentence(said: string): string {
  const text = shown(said, 1200)
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`
}
