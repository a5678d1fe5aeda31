import { presetNames } from "@pami/image"
import { score, shown } from "../logic/format.ts"
import { wordsOf } from "../logic/words.ts"
import { prediction, nameOf, scoreScale, trials } from "../state.ts"
import { change } from "../sweep.ts"

/** Every preset with the top class that it gives: visitors know which class is right. */
export function Presets() {
  const used = prediction.value?.recipe.preprocessing.name
  const offered = trials.value?.map(({ preset }) => preset) ?? presetNames
  return (
    <ul class="presets" aria-label="Prediction with each preset">
      {offered.map((preset) => {
        const trial = trials.value?.find((one) => one.preset === preset)
        return (
          <li key={preset}>
            <button
              type="button"
              class="small"
              aria-pressed={preset === used}
              onClick={() => void change({ preset })}
            >
              <span>{wordsOf(preset)}</span>
              {trial && (
                <>
                  <span class="number">{score(trial.score, scoreScale.value)}</span>
                  <b>{trial.label === undefined ? nameOf(trial.class) : shown(trial.label)}</b>
                </>
              )}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
