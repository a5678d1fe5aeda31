import { shown } from "../logic/format.ts"
import { showError } from "../messages.ts"
import { openImage } from "../open.ts"
import { image, images } from "../state.ts"

/** Images that were opened together, one of which is explained at a time. */
export function ImageList() {
  const all = images.value
  if (all.length < 2) return null
  return (
    <div class="source image-list" role="group" aria-labelledby="image-list-title">
      <strong id="image-list-title">{all.length} images: choose one</strong>
      <ul>
        {all.map((file) => (
          <li key={file}>
            <button
              type="button"
              class="small"
              title={shown(file.name, 300)}
              aria-current={file === image.value?.file ? "true" : undefined}
              onClick={() => void openImage(file).catch(showError)}
            >
              {shown(file.name)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
