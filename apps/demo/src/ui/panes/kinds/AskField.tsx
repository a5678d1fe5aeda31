import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { showError } from "../../messages.ts"
import { changeOptions } from "../../kinds/actions.ts"
import { facts, input, options } from "../../kinds/state.ts"

/** A field for the question about an image, where the model takes one. */
export function AskField() {
  const draft = useSignal("")
  const asked = options.value.question
  useEffect(() => void (draft.value = asked ?? ""), [asked])
  const takesWords = facts.value?.inputs.some(({ name }) => name === "input_ids") ?? false
  if (input.value?.kind !== "image" || !takesWords || facts.value?.writes) return null
  return (
    <form
      class="card texts ask"
      onSubmit={(event) => {
        event.preventDefault()
        if (draft.value.trim() !== "") void changeOptions({ question: draft.value }).catch(showError)
      }}
    >
      <label>
        <span class="small soft">Question</span>
        <input
          type="text"
          value={draft.value}
          onInput={(event) => (draft.value = event.currentTarget.value)}
        />
      </label>
      <div class="buttons">
        <button type="submit" class="primary" aria-disabled={draft.value.trim() === ""}>
          Ask
        </button>
      </div>
    </form>
  )
}
