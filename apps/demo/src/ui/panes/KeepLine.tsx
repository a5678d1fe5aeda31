import { hasOwnFiles, keep, keeping, ownFiles, wish } from "../kept/kept.ts"
import { bytes } from "../logic/format.ts"
import { showError } from "../messages.ts"

/** Offers to keep own files for the next visit: a switch, which is off until the visitor turns it on. */
export function KeepLine() {
  const hasOwn = hasOwnFiles(ownFiles())
  if (!hasOwn && !wish.value) return null
  return (
    <div class="keep small">
      <label>
        <input
          type="checkbox"
          role="switch"
          checked={wish.value}
          onChange={(event) => void keep(event.currentTarget.checked).catch(showError)}
        />
        <span>Keep on this device</span>
      </label>
      <span class="soft">{stateOf(hasOwn)}</span>
      {wish.value && (
        <button type="button" class="small quiet" onClick={() => void keep(false).catch(showError)}>
          Forget all
        </button>
      )}
    </div>
  )
}

function stateOf(hasOwn: boolean): string {
  const now = keeping.value
  if (!wish.value) return "Without it, a reload loses your files."
  if (now.state === "writing") return "Writing …"
  if (now.state === "failed") return "Your files could not be kept."
  if (!hasOwn || now.state !== "kept") return "Files that you open are kept for the next visit."
  return `${bytes(now.bytes)} kept for the next visit.`
}
