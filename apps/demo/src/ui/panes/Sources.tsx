import type { RefObject } from "preact"
import { useRef } from "preact/hooks"
import { showError } from "../messages.ts"
import { openFiles } from "../open.ts"
import { ModelCard } from "./ModelCard.tsx"
import { PictureList } from "./PictureList.tsx"
import { PictureCard } from "./PictureCard.tsx"

/** The model and the picture in use, and every way to bring others. */
export function Sources() {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const photo = useRef<HTMLInputElement>(null)
  return (
    <section class="sources" aria-label="Model and picture">
      <ModelCard files={files} folder={folder} />
      <PictureCard files={photo} />
      <PictureList />
      <FileInput input={files} label="Files of a model" />
      <FileInput input={folder} label="Folder of a model" folder />
      <FileInput input={photo} label="File of a picture" accept="image/*" />
    </section>
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
