import { shown } from "../logic/format.ts"
import { showError } from "../messages.ts"
import { openPicture } from "../open.ts"
import { picture, pictures } from "../state.ts"

/** Pictures that were opened together: which of them is explained is the visitor's choice. */
export function PictureList() {
  const all = pictures.value
  if (all.length < 2) return null
  return (
    <div class="source picture-list" role="group" aria-labelledby="picture-list-title">
      <strong id="picture-list-title">{all.length} pictures: choose which one is explained</strong>
      <ul>
        {all.map((file) => (
          <li key={file}>
            <button
              type="button"
              class="small"
              title={shown(file.name, 300)}
              aria-current={file === picture.value?.file ? "true" : undefined}
              onClick={() => void openPicture(file).catch(showError)}
            >
              {shown(file.name)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
