import { toMessage, type Message } from "./logic/error-message.ts"
import { announcement, messages } from "./state.ts"

let last = 0

/** Shows a message until it is closed; one that says the same is replaced. */
export function show(message: Message): void {
  const others = messages.value.filter(({ title, text }) => title !== message.title || text !== message.text)
  messages.value = [...others.slice(-2), { ...message, id: ++last }]
}

// Stopped on purpose: nothing went wrong.
const stopped: readonly unknown[] = ["ABORTED", "ENGINE_ENDED"]

/** Shows what went wrong. */
export function showError(error: unknown): void {
  if (!stopped.includes((error as { code?: unknown } | null)?.code)) show(toMessage(error))
}

/** Closes a message. */
export function close(id: number): void {
  messages.value = messages.value.filter((message) => message.id !== id)
}

/** Closes all: the person goes on to something else. */
export function closeAll(): void {
  messages.value = []
}

/** Says something to screen readers, politely. */
export function announce(text: string): void {
  announcement.value = text
}

let soon: ReturnType<typeof setTimeout> | undefined

/** Says the latest of what changes quickly, once it rests. */
export function announceSoon(text: () => string): void {
  clearTimeout(soon)
  soon = setTimeout(() => announce(text()), 600)
}
