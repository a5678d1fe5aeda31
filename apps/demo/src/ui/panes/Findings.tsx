import type { Finding } from "@pami/core"
import { fixesOf } from "../logic/fixes.ts"
import { backend, facts, findings, settings } from "../state.ts"
import { FindingList } from "./FindingList.tsx"

/** The findings of the preflight, with a button for each fix that is a setting. */
export function Findings() {
  // The findings of the image include those of the model that still hold.
  const found = findings.value ?? facts.value?.findings ?? []
  return <FindingList found={found.map(asNoted)} fixesOf={(finding) => fixesOf(finding, settings.value)} />
}

/** Where the page chooses the runtime itself, a fallback to another one is only a note. */
function asNoted(finding: Finding): Finding {
  return finding.code === "DEVICE_REPLACED" && backend.value === "auto"
    ? { ...finding, level: "note" }
    : finding
}
