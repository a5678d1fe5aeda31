import { useSignal } from "@preact/signals"
import type { ComponentType } from "preact"
import { useEffect } from "preact/hooks"
import { isServed } from "../../service/server.ts"
import { showError } from "../messages.ts"

/** The models of the server, where `pami serve` serves the page; their code is fetched there only. */
export function OnServer() {
  const loaded = useSignal<{ readonly Models: ComponentType } | null>(null)
  useEffect(() => {
    if (!isServed()) return
    import("./ServedModels.tsx").then(
      ({ ServedModels }) => void (loaded.value = { Models: ServedModels }),
      showError,
    )
  }, [])
  if (loaded.value === null) return null
  const { Models } = loaded.value
  return <Models />
}
