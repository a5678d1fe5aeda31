import type { ComponentChildren } from "preact"
import { compare } from "../../compare.ts"
import { axis, chooseAxis, compared, variants } from "../../compared.ts"
import { showError } from "../../messages.ts"
import { activity, chosen } from "../../state.ts"

/** An error that masking can make, on the image itself: its maps under two masks. `children` are these maps. */
export function Misleading({ children }: { readonly children: ComponentChildren }) {
  const isRunning = activity.value === "comparing"
  const isDrawn = axis.value === "mask" && variants.value.length > 0
  return (
    <>
      <p class="lesson-text">
        Masked pixels have to look like something, and the model sees that too. Black leaves hard edges, which
        may look like an object; blur leaves a hint of what was there. Draw both maps: what is bright in both
        is what the model looks at. A part that is bright in one alone may be an effect of its mask.
      </p>
      <div class="buttons">
        <button
          type="button"
          class={isDrawn ? "" : "primary"}
          aria-disabled={isRunning || chosen.value === null}
          onClick={() => {
            if (!isRunning && chosen.value !== null) void drawBoth().catch(showError)
          }}
        >
          {isDrawn ? "Draw both again" : "Draw both maps"}
        </button>
      </div>
      {isDrawn && children}
    </>
  )
}

async function drawBoth(): Promise<void> {
  chooseAxis("mask")
  compared.value = new Set(["blur", "black"])
  await compare()
}
