import type { ComponentType } from "preact"
import { useEffect, useState } from "preact/hooks"
import { showError } from "../../messages.ts"

/** The view of the other kinds of input. Its code is loaded when it is first shown. */
export function LazyKinds() {
  const [View, setView] = useState<ComponentType | null>(null)
  useEffect(() => {
    import("./KindsView.tsx").then(({ KindsView }) => setView(() => KindsView), showError)
  }, [])
  return View === null ? <p class="soft">Loading …</p> : <View />
}
