import { useSignal } from "@preact/signals"
import type { RefObject } from "preact"
import { count, shown as plain } from "../logic/format.ts"
import { show, showError } from "../messages.ts"
import { openFiles } from "../open.ts"
import { picture } from "../state.ts"
import { Camera } from "./Camera.tsx"
import { Photo } from "./canvases.tsx"
import { Samples } from "./Samples.tsx"

/** The picture in use, and the ways to bring another. */
export function PictureCard({ files }: { readonly files: RefObject<HTMLInputElement | null> }) {
  const dialog = useSignal<"camera" | "samples" | null>(null)
  const shown = picture.value
  const close = () => (dialog.value = null)
  return (
    <div class="source" role="group" aria-label="Picture">
      <span class="badge" aria-hidden="true">
        {shown !== null && <Photo bitmap={shown.preview} enough={140} />}
      </span>
      <div class="what">
        <strong title={shown === null ? undefined : plain(shown.name, 300)}>
          {shown === null ? "…" : plain(shown.name)}
        </strong>
        <span class="soft small">
          {shown === null ? " " : `${count(shown.picture.width)} × ${count(shown.picture.height)} pixels`}
        </span>
      </div>
      <div class="buttons">
        <button type="button" onClick={() => files.current!.click()}>
          Open a picture
        </button>
        <button type="button" class="quiet" onClick={() => (dialog.value = "samples")}>
          Samples
        </button>
        <button type="button" class="quiet" onClick={() => (dialog.value = "camera")}>
          Camera
        </button>
        <button type="button" class="quiet" onClick={() => void paste()}>
          Paste
        </button>
      </div>
      {dialog.value === "camera" && <Camera onClose={close} />}
      {dialog.value === "samples" && <Samples onClose={close} />}
    </div>
  )
}

/** Takes a picture from the clipboard; Ctrl+V does the same without asking for leave. */
async function paste(): Promise<void> {
  const found = await readClipboard()
  if (found === "forbidden")
    show({
      title: "The clipboard cannot be read that way",
      text: "Press Ctrl+V (on a Mac, Command+V) on this page instead: that always works.",
      code: null,
    })
  else if (found === null)
    show({ title: "There is no picture in the clipboard", text: "Copy one first, then paste.", code: null })
  else await openFiles([found]).catch(showError)
}

async function readClipboard(): Promise<File | "forbidden" | null> {
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((name) => name.startsWith("image/"))
      if (type !== undefined) return new File([await item.getType(type)], "pasted picture", { type })
    }
    return null
  } catch {
    return "forbidden"
  }
}
