import type { Prediction } from "../../../engine/contract.ts"
import { rangeOfBars } from "../../logic/bars.ts"
import { score } from "../../logic/format.ts"
import { chosen } from "../../state.ts"
import { ClassRow } from "../ClassRow.tsx"
import { Known } from "./Known.tsx"

const titles: Partial<Record<NonNullable<Prediction["task"]>, string>> = {
  detection: "Objects",
  segmentation: "Regions",
  keypoints: "Points",
  characters: "Characters",
}

/** The objects, regions or points that the model finds. Each is a button that shows its map, all from one sweep. */
export function Targets({ seen }: { readonly seen: Prediction }) {
  const { classes, task } = seen
  const { target } = chosen.value!
  return (
    <section class="card predictions" aria-labelledby="predictions-title">
      <h2 id="predictions-title">{(task && titles[task]) ?? "Targets"}</h2>
      <Nothing seen={seen} />
      <ul>
        {classes.map((entry) => (
          <ClassRow
            key={entry.class}
            entry={entry}
            range={rangeOfBars(classes, seen.scale)}
            target={target}
          />
        ))}
      </ul>
      {classes.length > 1 && (
        <p class="soft small">
          Choose one, here or in the image, to see its map. The model does not run again.
        </p>
      )}
      <Known />
    </section>
  )
}

/** Says that no object reaches the least score, and what can be done. */
function Nothing({ seen: { classes, recipe, scale } }: { readonly seen: Prediction }) {
  const least = recipe.task?.name === "detection" ? recipe.task.least : 0
  if (classes[0].score >= least) return null
  return (
    <p role="status">
      <strong>Nothing found with {score(least, scale)} or more.</strong> The list shows the most likely
      object. Open an image where an object is larger and clearer, or a model that knows what is in this one.
    </p>
  )
}
