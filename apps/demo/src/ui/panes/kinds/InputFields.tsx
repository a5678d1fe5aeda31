import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { Texts } from "@pami/recipe"
import { showError } from "../../messages.ts"
import { explainInput } from "../../kinds/actions.ts"
import { facts, input } from "../../kinds/state.ts"
import { textNames } from "../../kinds/logic/text-names.ts"

/** Fields for the texts of a model that takes texts. */
export function InputFields() {
  const takesText = facts.value?.kinds[0]?.value === "text"
  const given = input.value
  const draft = useSignal<Texts>({ text: "" })
  useEffect(() => {
    if (given?.kind === "text") draft.value = given.texts
    else if (given === null && facts.value !== null)
      draft.value = Object.fromEntries(textNames(facts.value).map((name) => [name, ""]))
  }, [given, facts.value])
  if (!takesText) return null
  const entries = Object.entries(draft.value)
  const isComplete = entries.every(([, text]) => text.trim() !== "")
  const send = (form: HTMLElement) => {
    if (!isComplete) return
    // On a phone the coloured words are above.
    form.closest(".explain")!.querySelector("h1")!.scrollIntoView({ block: "nearest" })
    void explainInput({ kind: "text", texts: draft.value, name: "typed text" }).catch(showError)
  }
  return (
    <form
      class="card texts"
      onSubmit={(event) => {
        event.preventDefault()
        send(event.currentTarget)
      }}
    >
      {entries.map(([name, text], index) => (
        <label key={name}>
          <span class="small soft">{entries.length > 1 ? name : "Text"}</span>
          <textarea
            rows={entries.length > 1 && index === 0 ? 2 : 3}
            value={text}
            spellcheck={false}
            onInput={(event) => (draft.value = { ...draft.value, [name]: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event.currentTarget)
            }}
          />
        </label>
      ))}
      <div class="buttons">
        <button type="submit" class="primary" aria-disabled={!isComplete}>
          Explain text
        </button>
        {entries.length === 1 ? (
          <button
            type="button"
            class="quiet"
            onClick={() => (draft.value = { text: entries[0][1], pair: "" })}
          >
            Add second text
          </button>
        ) : (
          <button
            type="button"
            class="quiet"
            onClick={() =>
              (draft.value = {
                text: entries
                  .map(([, text]) => text)
                  .join(" ")
                  .trim(),
              })
            }
          >
            One text
          </button>
        )}
      </div>
    </form>
  )
}
