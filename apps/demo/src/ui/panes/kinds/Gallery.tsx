import { showError } from "../../messages.ts"
import { gallery, type GalleryEntry } from "./gallery.ts"
import { entry } from "../../kinds/state.ts"

/** A strip of the bundled models, and what to see and to try with the one that is open. */
export function Gallery() {
  const shown = gallery.find(({ id }) => id === entry.value)
  return (
    <section class="gallery" aria-label="Gallery">
      <ul>
        {gallery.map((one) => (
          <li key={one.id}>
            <Card {...one} />
          </li>
        ))}
      </ul>
      {shown && (
        <p class="soft small">
          <span class="see">{shown.see}</span> <b>Try:</b> {shown.trial}
        </p>
      )}
    </section>
  )
}

function Card({ id, title, icon, open }: GalleryEntry) {
  return (
    <button
      type="button"
      aria-pressed={entry.value === id}
      onClick={() => {
        entry.value = id
        void open().catch(showError)
      }}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={icon} />
      </svg>
      {title}
    </button>
  )
}
