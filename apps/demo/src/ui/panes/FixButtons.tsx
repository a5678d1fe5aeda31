import type { Fix } from "../logic/fixes.ts"
import { change } from "../sweep.ts"

interface FixButtonsProps {
  readonly fixes: readonly Fix[]
  /** Called before a fix is made. */
  readonly onFix?: () => void
}

/** A button for each fix. */
export function FixButtons({ fixes, onFix }: FixButtonsProps) {
  if (fixes.length === 0) return null
  return (
    <div class="buttons">
      {fixes.map((fix) => (
        <button
          key={fix.label}
          type="button"
          class="small"
          onClick={() => {
            onFix?.()
            void change(fix.change)
          }}
        >
          {fix.label}
        </button>
      ))}
    </div>
  )
}
