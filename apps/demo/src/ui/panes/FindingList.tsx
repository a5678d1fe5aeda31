import type { Finding } from "@pami/core"
import { adviceOn, titleOf, type Fix } from "../logic/fixes.ts"
import { shown } from "../logic/format.ts"
import { FixButtons } from "./FixButtons.tsx"

interface FindingListProps {
  readonly found: readonly Finding[]
  /** Returns the settings that fix a finding, as buttons. Default: none. */
  readonly fixesOf?: (finding: Finding) => readonly Fix[]
  /** Returns what to do about a finding. Default: the advice about an image. */
  readonly adviceOf?: (finding: Finding) => string
}

const noFixes = (): readonly Fix[] => []

/** Guesses and doubts about a model and an input: warnings and findings with a button open, other notes folded. */
export function FindingList({ found: all, fixesOf = noFixes, adviceOf = adviceOn }: FindingListProps) {
  const found = all.filter((one, index) => all.findIndex(({ message }) => message === one.message) === index)
  if (found.length === 0) return null
  const isOpen = (finding: Finding) => finding.level === "warning" || fixesOf(finding).length > 0
  // Warnings first.
  const open = found
    .filter(isOpen)
    .toSorted((a, b) => Number(a.level === "note") - Number(b.level === "note"))
  const folded = found.filter((finding) => !isOpen(finding))
  const entry = (finding: Finding) => (
    <Entry
      key={finding.code + finding.message}
      finding={finding}
      fixes={fixesOf(finding)}
      advice={adviceOf(finding)}
    />
  )
  return (
    <section class="card findings" aria-labelledby="findings-title">
      <h2 id="findings-title">Findings</h2>
      {open.map(entry)}
      {folded.length > 0 && (
        <details>
          <summary>
            {folded.length} {folded.length === 1 ? "note" : "notes"}
          </summary>
          {folded.map(entry)}
        </details>
      )}
    </section>
  )
}

interface EntryProps {
  readonly finding: Finding
  readonly fixes: readonly Fix[]
  readonly advice: string
}

function Entry({ finding, fixes, advice }: EntryProps) {
  return (
    <div class={`finding ${finding.level}`}>
      <h3>{titleOf(finding)}</h3>
      <p>{sentence(finding.message)}</p>
      {fixes.length === 0 && <p class="soft">{sentence(advice)}</p>}
      <FixButtons fixes={fixes} />
      <code class="code">{finding.code}</code>
    </div>
  )
}

/** Returns the text of a finding as a sentence. It may hold names from an untrusted file. */
function sentence(said: string): string {
  const text = shown(said, 1200)
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`
}
