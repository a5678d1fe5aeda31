import { useRef } from "preact/hooks"
import { showError } from "../messages.ts"
import { openFiles } from "../open.ts"
import { copyLink } from "../save.ts"
import { FileInput } from "./FileInput.tsx"
import { VerdictView } from "./VerdictView.tsx"

/** Buttons that copy a link and open what was saved, with the verdict about a manifest. */
export function SaveButtons() {
  const input = useRef<HTMLInputElement>(null)
  const choose = () => input.current!.click()
  return (
    <>
      <div class="buttons">
        <button type="button" onClick={() => void copyLink().catch(showError)}>
          Copy link
        </button>
        <button type="button" onClick={choose}>
          Verify manifest
        </button>
        <button type="button" onClick={choose}>
          Open NPZ
        </button>
        <FileInput
          input={input}
          label="Manifest file"
          accept=".json,.npz,application/json"
          open={openFiles}
          single
        />
      </div>
      <VerdictView />
    </>
  )
}
