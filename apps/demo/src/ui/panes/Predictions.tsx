import type { ClassScore } from "../../engine/contract.ts"
import { rangeOfBars } from "../logic/bars.ts"
import { score } from "../logic/format.ts"
import { chosen, facts, nameOf, ofClasses, prediction, unanswered } from "../state.ts"
import { isKept, showClass } from "../new-sweep.ts"
import { rows } from "../side-by-side.ts"
import { ClassSearch } from "./ClassSearch.tsx"
import { NewSweep } from "./NewSweep.tsx"
import { Targets } from "./objects/Targets.tsx"
import { ClassRow } from "./ClassRow.tsx"

const few = 5

/** The predicted classes. Each is a button that shows its map, without a new forward pass. */
export function Predictions() {
  const seen = prediction.value
  if (seen === null)
    return (
      <section class="card" aria-label="Predictions">
        <h2>Predictions</h2>
        {unanswered.value ? (
          <p class="soft">No prediction.</p>
        ) : (
          [80, 55, 40].map((width) => (
            <div key={width} class="placeholder line" style={{ width: `${width}%` }} />
          ))
        )}
      </section>
    )
  if (!ofClasses.value) return <Targets seen={seen} />
  const { classes } = seen
  const { target, versus } = chosen.value!
  const { min, max } = rangeOfBars(classes, seen.scale)
  const listed = pick(classes, target, versus)
  return (
    <section class="card predictions" aria-labelledby="predictions-title">
      <h2 id="predictions-title">Predictions</h2>
      <ul>
        {listed.map((entry) => (
          <ClassRow key={entry.class} entry={entry} range={{ min, max }} target={target} versus={versus} />
        ))}
      </ul>
      {classes.length > few && (
        <ClassSearch
          label="Find a class"
          scores={seen.scores}
          wholeName={(index) => facts.value?.labels?.[index] || nameOf(index)}
          aside={(index) => (isKept(index) ? score(seen.scores[index], seen.scale) : "new sweep")}
          onChoose={showClass}
        />
      )}
      <NewSweep />
      <p class="soft small hint">
        Choose a class to see its map. “vs” contrasts it with the chosen class, “+” shows their maps side by
        side. Neither runs the model again.
      </p>
    </section>
  )
}

/** The first few, the chosen ones, and those side by side. */
function pick(classes: readonly ClassScore[], target: number, versus: number | null): ClassScore[] {
  const picked = [target, versus, ...rows.value]
  return classes.filter(({ class: index }, rank) => rank < few || picked.includes(index))
}
