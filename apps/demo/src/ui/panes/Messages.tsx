import { close } from "../messages.ts"
import { announcement, messages } from "../state.ts"
import { later } from "./later.tsx"

const AboutRefusal = later(async () => (await import("./questions/AboutRefusal.tsx")).AboutRefusal)

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
              {code !== null && <AboutRefusal code={code} onAnswer={() => close(id)} />}
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
