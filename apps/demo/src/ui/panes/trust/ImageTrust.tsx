import { scoreScale, view } from "../../state.ts"
import { describeBestPart } from "../../trust/best-part.ts"
import { later } from "../later.tsx"
import { Trust } from "./Trust.tsx"

const Checks = later(async () => (await import("./ImageChecks.tsx")).ImageChecks)

/** Whether the map of an image is good. */
export function ImageTrust() {
  const shown = view.value
  const best = shown && describeBestPart(shown.reach, scoreScale.value, shown.versus !== null)
  return <Trust best={best} Checks={Checks} />
}
