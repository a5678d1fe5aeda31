import { useSignal } from "@preact/signals"
import type { ComponentType } from "preact"
import { showError } from "../messages.ts"

interface OnDemandProps {
  readonly title: string
  /** Class of the card. */
  readonly class: string
  /** Fetches what is inside, once the card is opened. */
  readonly load: () => Promise<ComponentType>
}

/** A card that is closed at first, and whose contents are fetched when it is opened. */
export function OnDemand({ title, class: name, load }: OnDemandProps) {
  const inside = useSignal<{ readonly View: ComponentType } | null>(null)
  const open = (isOpen: boolean) => {
    if (isOpen && inside.value === null) load().then((View) => (inside.value = { View }), showError)
  }
  return (
    <details class={`card ${name}`} onToggle={(event) => open(event.currentTarget.open)}>
      <summary>
        <h2>{title}</h2>
      </summary>
      {inside.value === null ? <p class="soft">Loading …</p> : <inside.value.View />}
    </details>
  )
}
