import type { FileContent } from "@pami/image"

/** A small file: its name, and its text or bytes. */
export interface TextFile {
  readonly name: string
  readonly text: FileContent
}
