import { signal } from "@preact/signals"
import type { ComponentType } from "preact"
import { useEffect } from "preact/hooks"
import { showError } from "../messages.ts"

/** Returns a component whose code is fetched when it is first shown. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const loaded = signal<{ readonly Part: ComponentType<Props> } | null>(null)
  return function Later(props: Props) {
    useEffect(() => {
      if (loaded.value === null) load().then((Part) => (loaded.value = { Part }), showError)
    }, [])
    const Part = loaded.value?.Part
    return Part === undefined ? null : <Part {...props} />
  }
}
