import { useSignal } from "@preact/signals"
import type { RefObject } from "preact"
import { count, shown as plain } from "../logic/format.ts"
import { show, showError } from "../messages.ts"
import { openFiles } from "../open.ts"
import { photos } from "../photos/photos.ts"
import { image } from "../state.ts"
import { Photo } from "./canvases.tsx"
import { later } from "./later.tsx"

const Camera = later(async () => (await import("./Camera.tsx")).Camera)
const Samples = later(async () => (await import("./Samples.tsx")).Samples)

/** The image in use, and buttons to open another. */
export function ImageCard({ files }: { readonly files: RefObject<HTMLInputElement | null> }) {
  const dialog = useSignal<"camera" | "samples" | null>(null)
  const shown = image.value
  const credit = photos.find(({ id }) => id === shown?.sample)?.credit
  const close = () => (dialog.value = null)
  return (
    <div class="source" role="group" aria-label="Image">
      <span class="badge" aria-hidden="true">
        {shown !== null && <Photo bitmap={shown.preview} enough={140} />}
      </span>
      <div class="what">
        <strong title={shown === null ? undefined : plain(shown.name, 300)}>
          {shown === null ? "…" : plain(shown.name)}
        </strong>
        <span class="soft small">
          {shown === null ? " " : `${count(shown.image.width)} × ${count(shown.image.height)} pixels`}
        </span>
        {credit !== undefined && <span class="soft small">{credit}</span>}
      </div>
      <div class="buttons">
        <button type="button" onClick={() => files.current!.click()}>
          Open image
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

/** Opens an image from the clipboard; Ctrl+V does the same without a permission. */
async function paste(): Promise<void> {
  const found = await readClipboard()
  if (found === "forbidden")
    show({
      title: "Cannot read the clipboard",
      text: "Press Ctrl+V (Command+V on a Mac) on this page instead.",
      code: null,
    })
  else if (found === null)
    show({ title: "No image in the clipboard", text: "Copy an image first, then paste.", code: null })
  else await openFiles([found]).catch(showError)
}

async function readClipboard(): Promise<File | "forbidden" | null> {
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((name) => name.startsWith("image/"))
      if (type !== undefined) return new File([await item.getType(type)], "pasted image", { type })
    }
    return null
  } catch {
    return "forbidden"
  }
}
