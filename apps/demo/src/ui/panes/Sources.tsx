import { useRef } from "preact/hooks"
import { openFiles } from "../open.ts"
import { FileInput, imageFiles } from "./FileInput.tsx"
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
        <FileInput input={files} label="Model files" open={openFiles} />
        <FileInput input={folder} label="Model folder" folder open={openFiles} />
        <FileInput input={photo} label="Image files" accept={imageFiles} open={openFiles} />
      </section>
      <Strip />
      <KeepLine />
    </>
  )
}
