import { presentCode } from "../code.ts"
import { imageFile } from "../logic/image-file.ts"
import { showError } from "../messages.ts"
import { saveSample } from "../save.ts"
import { image } from "../state.ts"
import { CodeLines } from "./CodeLines.tsx"

/** The lines that draw the present map of an image in a program. */
export function CodeForThis() {
  const code = presentCode()
  const shown = image.value
  if (code === null || shown === null) return <p class="soft">Code comes with the prediction.</p>
  return (
    <CodeLines code={code}>
      {shown.file === null && (
        <button type="button" onClick={() => void saveSample(imageFile(shown)).catch(showError)}>
          Save sample image
        </button>
      )}
    </CodeLines>
  )
}
