import { fixesOf } from "../logic/fixes.ts"
import { facts, findings, settings } from "../state.ts"
import { FindingList } from "./FindingList.tsx"

/** The findings of the preflight, with a button for each fix that is a setting. */
export function Findings() {
  // The findings of the image include those of the model that still hold.
  const found = findings.value ?? facts.value?.findings ?? []
  return <FindingList found={found} fixesOf={(finding) => fixesOf(finding, settings.value)} />
}
