import { useSignal } from "@preact/signals"
import type { ComponentType } from "preact"
import type { BestPart } from "../../trust/best-part.ts"

interface TrustProps {
  /** How far the best part alone reaches. */
  readonly best: BestPart | null
  readonly Checks: ComponentType
}

/** How far the best part alone reaches, and the checks of the map, which are loaded on demand. */
export function Trust({ best, Checks }: TrustProps) {
  const open = useSignal(false)
  return (
    <section class="card trust" aria-labelledby="trust-title">
      <h2 id="trust-title">Is this map good?</h2>
      {best !== null && <p class={best.convinces ? "" : "doubt"}>{best.words}</p>}
      {open.value ? (
        <Checks />
      ) : (
        <div class="buttons cost">
          <button type="button" onClick={() => (open.value = true)}>
            Check this map
          </button>
          <span class="soft small">Scores the most important part alone, and all others.</span>
        </div>
      )}
    </section>
  )
}
