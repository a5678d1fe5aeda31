import { isWritten, type ShownMap } from "../../kinds/state.ts"
import { AnswerWords } from "./AnswerWords.tsx"
import { Overlay } from "./Overlay.tsx"
import { TextView } from "./TextView.tsx"

/** The image with a map; of a caption, the map of each word; of a question, its coloured words. */
export function ImageView(shown: ShownMap) {
  return (
    <>
      <div class="kind-image">
        <Overlay {...shown} />
      </div>
      {isWritten.value && <AnswerWords />}
      {shown.map?.texts && <TextView {...shown} />}
    </>
  )
}
