import { close } from "../messages.ts"
import { fixesOfError } from "../logic/fixes.ts"
import { announcement, facts, messages, settings } from "../state.ts"
import { FixButtons } from "./FixButtons.tsx"

/** Errors and notes, until they are closed, and a line for screen readers. */
export function Messages() {
  return (
    <>
      <div class="hidden" role="status" aria-live="polite">
        {announcement}
      </div>
      <div class="messages" role="alert">
        {messages.value.map(({ id, title, text, code, action }) => (
          <div key={id} class={`message ${code === null ? "note" : "fault"}`}>
            <div>
              <strong>{title}</strong>
              <p>{text}</p>
              <FixButtons
                fixes={fixesOfError(code, settings.value, facts.value?.outputNames)}
                onFix={() => close(id)}
              />
              {action && (
                <button
                  type="button"
                  onClick={() => {
                    close(id)
                    action.run()
                  }}
                >
                  {action.label}
                </button>
              )}
              {code !== null && <code class="code">{code}</code>}
            </div>
            <button type="button" class="icon" aria-label={`Close: ${title}`} onClick={() => close(id)}>
              ×
            </button>
          </div>
        ))}
      </div>
    </>
  )
}
