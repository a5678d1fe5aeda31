import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import { openFiles, openZoo } from "../open.ts"
import { show, showError } from "../messages.ts"
import { facts, picture } from "../state.ts"
import { Camera } from "./Camera.tsx"
import { Photo } from "./canvases.tsx"
import { Samples } from "./Samples.tsx"

const open = (files: Iterable<File>) => void openFiles([...files]).catch(showError)

/** The model and the picture in use, and every way to bring others. */
export function Sources() {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const photo = useRef<HTMLInputElement>(null)
  const dialog = useSignal<"camera" | "samples" | null>(null)
  const model = facts.value
  const shown = picture.value
  return (
    <section class="sources" aria-label="Model and picture">
      <div class="source">
        <span class="badge" aria-hidden="true">
          <svg viewBox="0 0 24 24">
            <path d="M5 6h4v4H5zM5 14h4v4H5zM15 10h4v4h-4zM9 8l6 4M9 16l6-4" />
          </svg>
        </span>
        <div class="what">
          <span class="soft small">Model</span>
          <strong title={model?.name}>
            {model === null ? "…" : model.name === "scenes" ? "Scenes (bundled)" : model.name}
          </strong>
          <span class="soft small">{model?.backend ?? "getting ready"}</span>
        </div>
        <div class="buttons">
          <button type="button" onClick={() => files.current!.click()}>
            Open a model
          </button>
          <button type="button" class="quiet" onClick={() => folder.current!.click()}>
            Folder
          </button>
          {model !== null && model.name !== "scenes" && (
            <button type="button" class="quiet" onClick={() => void openZoo()}>
              Bundled
            </button>
          )}
        </div>
      </div>
      <div class="source">
        <span class="badge picture" aria-hidden="true">
          {shown !== null && <Photo bitmap={shown.preview} />}
        </span>
        <div class="what">
          <span class="soft small">Picture</span>
          <strong title={shown?.name}>{shown?.name ?? "…"}</strong>
          <span class="soft small">
            {shown === null ? " " : `${shown.picture.width} × ${shown.picture.height}`}
          </span>
        </div>
        <div class="buttons">
          <button type="button" onClick={() => photo.current!.click()}>
            Open a picture
          </button>
          <button type="button" class="quiet" onClick={() => void paste()}>
            Paste
          </button>
          <button type="button" class="quiet" onClick={() => (dialog.value = "camera")}>
            Camera
          </button>
          <button type="button" class="quiet" onClick={() => (dialog.value = "samples")}>
            Samples
          </button>
        </div>
      </div>
      <FileInput input={files} label="Files of a model" />
      <FileInput input={folder} label="Folder of a model" folder />
      <FileInput input={photo} label="Picture" accept="image/*" />
      {dialog.value === "camera" && <Camera onClose={() => (dialog.value = null)} />}
      {dialog.value === "samples" && <Samples onClose={() => (dialog.value = null)} />}
    </section>
  )
}

interface FileInputProps {
  readonly input: { current: HTMLInputElement | null }
  readonly label: string
  readonly accept?: string
  readonly folder?: boolean
}

function FileInput({ input, label, accept, folder = false }: FileInputProps) {
  return (
    <input
      ref={input}
      type="file"
      hidden
      multiple
      aria-label={label}
      {...(accept === undefined ? {} : { accept })}
      {...(folder ? { webkitdirectory: true } : {})}
      onChange={(event) => {
        open(event.currentTarget.files ?? [])
        // The same file may be chosen again.
        event.currentTarget.value = ""
      }}
    />
  )
}

/** Takes a picture from the clipboard; Ctrl+V does the same without asking for leave. */
async function paste(): Promise<void> {
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((name) => name.startsWith("image/"))
      if (type === undefined) continue
      return open([new File([await item.getType(type)], "pasted picture", { type })])
    }
    show({ title: "There is no picture in the clipboard", text: "Copy one first, then paste.", code: null })
  } catch {
    show({
      title: "The clipboard cannot be read that way",
      text: "Press Ctrl+V (on a Mac, Command+V) on this page instead: that always works.",
      code: null,
    })
  }
}
