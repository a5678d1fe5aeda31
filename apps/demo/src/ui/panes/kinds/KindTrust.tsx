import { describeBestPart } from "../../trust/best-part.ts"
import { kindTrust } from "../../kinds/trust.ts"
import { chosen } from "../../kinds/state.ts"
import { later } from "../later.tsx"
import { Trust } from "../trust/Trust.tsx"

const Checks = later(async () => (await import("./KindChecks.tsx")).KindChecks)

/** Whether the map of an input of any kind is good. */
export function KindTrust() {
  const reach = kindTrust.reach.value
  const isContrast = typeof chosen.value === "object" && chosen.value !== null
  const best =
    reach && describeBestPart(reach, kindTrust.scale.value, isContrast, kindTrust.nouns.value.whole)
  return <Trust best={best} Checks={Checks} />
}
