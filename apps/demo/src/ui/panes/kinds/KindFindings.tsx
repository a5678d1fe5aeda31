import { facts, seen } from "../../kinds/state.ts"
import { adviceOnKind } from "../../logic/fixes.ts"
import { FindingList } from "../FindingList.tsx"

/** Guesses and doubts about the model and the input. */
export function KindFindings() {
  return <FindingList found={seen.value?.findings ?? facts.value?.findings ?? []} adviceOf={adviceOnKind} />
}
