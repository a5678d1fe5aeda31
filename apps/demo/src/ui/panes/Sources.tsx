import type { RefObject } from "preact"
import { useRef } from "preact/hooks"
import { showError } from "../messages.ts"
import { openFiles } from "../open.ts"
import { ModelCard } from "./ModelCard.tsx"
import { ImageCard } from "./ImageCard.tsx"
import { KeepLine } from "./KeepLine.tsx"
import { Strip } from "./Strip.tsx"

/** The model and the image in use, and buttons to open others. */
export function Sources() {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const photo = useRef<HTMLInputElement>(null)
  return (
    <>
      <section class="sources" aria-label="Model and image">
        <ModelCard files={files} folder={folder} />
        <ImageCard files={photo} />
        <FileInput input={files} label="Model files" />
        <FileInput input={folder} label="Model folder" folder />
        <FileInput input={photo} label="Image files" accept="image/*,.tif,.tiff,.svg" />
      </section>
      <Strip />
      <KeepLine />
    </>
  )
}

interface FileInputProps {
  readonly input: RefObject<HTMLInputElement | null>
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
        void openFiles([...(event.currentTarget.files ?? [])]).catch(showError)
        // The same file may be chosen again.
        event.currentTarget.value = ""
      }}
    />
  )
}
