import { count, duration } from "../../logic/format.ts"
import { showError } from "../../messages.ts"
import type { Trust } from "../../trust/create-trust.ts"
import { progress } from "../../trust/progress.ts"

interface CostButtonProps {
  readonly trust: Trust
  readonly label: string
  /** Forward passes that it takes. */
  readonly passes: number
  readonly press: () => Promise<void>
}

/** A button for work of many passes, with what it costs beside it. */
export function CostButton({ trust, label, passes, press }: CostButtonProps) {
  const rate = trust.sweep.value?.passesPerSecond ?? 0
  const able = trust.canAsk.value
  return (
    <div class="buttons cost">
      <button
        type="button"
        aria-disabled={!able}
        onClick={() => {
          if (able) void press().catch(showError)
        }}
      >
        {label}
      </button>
      <span class="soft small">
        {progress.value === null
          ? `About ${count(passes)} passes${rate > 0 ? `, ${duration(passes / rate)}` : ""}`
          : `${Math.floor(progress.value * 100)} %. “Stop” ends it.`}
      </span>
    </div>
  )
}
