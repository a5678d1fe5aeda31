import type { RefObject } from "preact"
import { showError } from "../messages.ts"

interface FileInputProps {
  readonly input: RefObject<HTMLInputElement | null>
  readonly label: string
  readonly open: (files: readonly File[]) => Promise<void>
  readonly accept?: string
  readonly folder?: boolean
  /** Whether one file is chosen. Default: any number. */
  readonly single?: boolean
}

/** The files that an image may have. */
export const imageFiles = "image/*,.tif,.tiff,.svg"

/** The browser's dialog for files, which a button opens. */
export function FileInput({ input, label, open, accept, folder = false, single = false }: FileInputProps) {
  return (
    <input
      ref={input}
      type="file"
      hidden
      multiple={!single}
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
