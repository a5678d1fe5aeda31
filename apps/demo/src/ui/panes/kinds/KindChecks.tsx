import type { ComponentType } from "preact"
import type { Content } from "../../../engine/kinds/contract.ts"
import { seen } from "../../kinds/state.ts"
import { kindTrust } from "../../kinds/trust.ts"
import { Checks } from "../trust/Checks.tsx"
import type { KeptProps } from "../trust/checks-props.ts"
import { KeptColumns } from "./kept/KeptColumns.tsx"
import { KeptPixels } from "./kept/KeptPixels.tsx"
import { KeptTimes } from "./kept/KeptTimes.tsx"
import { KeptVoxels } from "./kept/KeptVoxels.tsx"
import { KeptWords } from "./kept/KeptWords.tsx"
import "../../styles/kept.css"

const views: Partial<Record<Content["kind"], ComponentType<KeptProps>>> = {
  image: KeptPixels,
  text: KeptWords,
  series: KeptTimes,
  table: KeptColumns,
  volume: KeptVoxels,
}

/** The checks of the map of an input of any kind. */
export function KindChecks() {
  const content = seen.value?.content
  if (content === undefined) return null
  return <Checks trust={kindTrust} Kept={views[content.kind] ?? Nothing} />
}

function Nothing() {
  return null
}
