import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { filesOf } from "../logic/files.ts"
import { showError } from "../messages.ts"
import { openFiles } from "../open.ts"

function pasteText(data: DataTransfer | null): void {
  const text = data?.getData("text/plain").trim() ?? ""
  if (text === "") return
  void import("../kinds/own-files.ts").then(({ explainText }) => explainText(text)).catch(showError)
}

/** Opens files that are dropped or pasted anywhere on the page. */
export function DropZone() {
  const over = useSignal(false)
  useEffect(() => {
    // Entering a child comes before leaving its parent: counted, not switched.
    let depth = 0
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      depth++
      over.value = true
    }
    const leave = () => {
      depth = Math.max(0, depth - 1)
      if (depth === 0) over.value = false
    }
    const allow = (event: DragEvent) => holdsFiles(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      depth = 0
      over.value = false
      if (!holdsFiles(event)) return
      event.preventDefault()
      void filesOf(event.dataTransfer!).then(openFiles).catch(showError)
    }
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length > 0) void openFiles(files).catch(showError)
      else if (!(event.target as Element).closest("input, textarea")) pasteText(event.clipboardData)
    }
    const controller = new AbortController()
    const { signal } = controller
    addEventListener("dragenter", enter, { signal })
    addEventListener("dragleave", leave, { signal })
    addEventListener("dragover", allow, { signal })
    addEventListener("drop", drop, { signal })
    addEventListener("paste", paste, { signal })
    return () => controller.abort()
  }, [])
  if (!over.value) return null
  return (
    <div class="drop-zone">
      <div>
        <strong>Drop files here</strong>
        <p>
          A model with its labels and preprocessor file, a folder or .zip file, images, a text, a sound, a
          table, a manifest or a saved explanation (.npz).
        </p>
      </div>
    </div>
  )
}
