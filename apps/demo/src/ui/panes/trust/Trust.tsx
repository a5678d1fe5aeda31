import { useSignal } from "@preact/signals"
import { scoreScale, view } from "../../state.ts"
import { describeBestPart } from "../../trust/best-part.ts"
import { later } from "../later.tsx"

const Checks = later(async () => (await import("./Checks.tsx")).Checks)

/** How far the best part alone reaches, and the checks of the map, which are loaded on demand. */
export function Trust() {
  const open = useSignal(false)
  const shown = view.value
  const best = shown && describeBestPart(shown.reach, scoreScale.value, shown.versus !== null)
  return (
    <section class="card trust" aria-labelledby="trust-title">
      <h2 id="trust-title">Is this map good?</h2>
      {best !== null && <p class={best.convinces ? "" : "doubt"}>{best.words}</p>}
      {open.value ? (
        <Checks />
      ) : (
        <div class="buttons">
          <button type="button" onClick={() => (open.value = true)}>
            Check this map
          </button>
        </div>
      )}
    </section>
  )
}
