import type { RefObject } from "preact"
import { showError } from "../messages.ts"

interface FileInputProps {
  readonly input: RefObject<HTMLInputElement | null>
  readonly label: string
  readonly open: (files: readonly File[]) => Promise<void>
  readonly accept?: string
  readonly folder?: boolean
}

/** The files that an image may have. */
export const imageFiles = "image/*,.tif,.tiff,.svg"

/** The browser's dialog for files, which a button opens. */
export function FileInput({ input, label, open, accept, folder = false }: FileInputProps) {
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
        void open([...(event.currentTarget.files ?? [])]).catch(showError)
        // The same file may be chosen again.
        event.currentTarget.value = ""
      }}
    />
  )
}
