import { Fragment } from "preact"
import { useEffect, useRef } from "preact/hooks"
import { entry } from "../../kinds/state.ts"
import { showError } from "../../messages.ts"
import { isOwn, siteModel } from "../../model.ts"
import { openPhotos } from "../../open.ts"
import { activity, facts, image, isSaved, mode } from "../../state.ts"
import { FileInput, imageFiles } from "../FileInput.tsx"
import { gallery, ownPhoto, type GalleryEntry } from "./gallery.ts"

/** A strip of the bundled models, and what to see and to try with the one that is open. */
export function Gallery() {
  const open = shownEntry()
  const shown = open === ownPhoto.id ? ownPhoto : gallery.find(({ id }) => id === open)
  const strip = useRef<HTMLUListElement>(null)
  useEffect(() => bringIntoView(strip.current!), [open])
  return (
    <section class="gallery" aria-label="Gallery">
      <ul ref={strip}>
        {gallery.map((one) => (
          <Fragment key={one.id}>
            <li>
              <Card {...one} />
            </li>
            {one.id === "photo" && (
              <li>
                <OwnPhoto />
              </li>
            )}
          </Fragment>
        ))}
      </ul>
      {shown && (
        <p class="soft small">
          {shown.see} <b>Try:</b> {shown.trial}
        </p>
      )}
    </section>
  )
}

function Card({ id, title, icon, open }: GalleryEntry) {
  return (
    <button
      type="button"
      aria-pressed={shownEntry() === id}
      onClick={() => {
        entry.value = id
        void open().catch(showError)
      }}
    >
      <Icon path={icon} />
      {title}
    </button>
  )
}

/** Opens the dialog for files; their photos are explained as objects, whatever else is open. */
function OwnPhoto() {
  const files = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        aria-pressed={shownEntry() === ownPhoto.id}
        onClick={() => files.current!.click()}
      >
        <Icon path="M12 16V4M7 9l5-5 5 5M4 16v4h16v-4" />
        Your photo
      </button>
      <FileInput input={files} label="Your photos" accept={imageFiles} open={openPhotos} />
    </>
  )
}

/** Returns the id of the entry that is open, or on its way; `null` for what the visitor has opened otherwise. */
function shownEntry(): string | null {
  if (isSaved.value) return null
  const isComing = activity.value === "opening-model" || activity.value === "starting"
  if (mode.value === "kinds" || isComing) return entry.value
  // Read with the facts, which change with the model.
  if (facts.value !== null && isOwn()) return null
  const site = siteModel.value?.id ?? "scene"
  if (image.value === null || image.value.sample !== null) return site
  return site === "photo" ? ownPhoto.id : null
}

function Icon({ path }: { readonly path: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  )
}

/** Scrolls a strip to the entry that is open, which a link may have chosen; the page stays. */
function bringIntoView(strip: HTMLUListElement): void {
  const open = strip.querySelector<HTMLElement>("[aria-pressed=true]")
  if (open === null) return
  const start = open.offsetLeft - strip.offsetLeft
  strip.scrollTo({ left: start - (strip.clientWidth - open.offsetWidth) / 2 })
}
