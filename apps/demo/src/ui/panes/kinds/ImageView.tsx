import { map, seen } from "../../kinds/state.ts"
import { AnswerWords } from "./AnswerWords.tsx"
import { Overlay } from "./Overlay.tsx"
import { TextView } from "./TextView.tsx"

/** The image with the map of the chosen target; of a caption, the map of each word; of a question, its coloured words. */
export function ImageView() {
  const words = seen.value?.recipe.task?.name === "generation"
  return (
    <>
      <div class="kind-image">
        <Overlay map={map.value} />
      </div>
      {words && <AnswerWords />}
      {map.value?.texts && <TextView />}
    </>
  )
}
