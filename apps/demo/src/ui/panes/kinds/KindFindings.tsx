import { facts, seen } from "../../kinds/state.ts"
import { FindingList } from "../FindingList.tsx"

/** Guesses and doubts about the model and the input. */
export function KindFindings() {
  return <FindingList found={seen.value?.findings ?? facts.value?.findings ?? []} />
}
