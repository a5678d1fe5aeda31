import type { Fix } from "../logic/fixes.ts"
import { change } from "../sweep.ts"

/** A button for each fix. */
export function FixButtons({ fixes }: { readonly fixes: readonly Fix[] }) {
  if (fixes.length === 0) return null
  return (
    <div class="buttons">
      {fixes.map((fix) => (
        <button key={fix.label} type="button" class="small" onClick={() => void change(fix.change)}>
          {fix.label}
        </button>
      ))}
    </div>
  )
}
