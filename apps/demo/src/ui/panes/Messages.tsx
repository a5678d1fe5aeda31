import { close } from "../messages.ts"
import { fixesOfFault } from "../logic/fixes.ts"
import { announcement, messages, settings } from "../state.ts"
import { change } from "../sweep.ts"

/** What went wrong or deserves a word, until it is closed; and a line that only screen readers hear. */
export function Messages() {
  return (
    <>
      <div class="hidden" role="status" aria-live="polite">
        {announcement}
      </div>
      <div class="messages" role="alert">
        {messages.value.map(({ id, title, text, code }) => (
          <div key={id} class={`message ${code === null ? "note" : "fault"}`}>
            <div>
              <strong>{title}</strong>
              <p>{text}</p>
              <Fixes id={id} code={code} />
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

/** What would mend it, as buttons. */
function Fixes({ id, code }: { readonly id: number; readonly code: string | null }) {
  const fixes = fixesOfFault(code, settings.value)
  if (fixes.length === 0) return null
  return (
    <div class="buttons">
      {fixes.map((fix) => (
        <button
          key={fix.label}
          type="button"
          class="small"
          onClick={() => {
            close(id)
            void change(fix.change)
          }}
        >
          {fix.label}
        </button>
      ))}
    </div>
  )
}
