import type { Settings } from "../../engine/contract.ts"
import { choices, defaults, fitTogether, largestSeed, mostPasses } from "../logic/settings.ts"
import { wordsOf } from "../logic/words.ts"
import { prediction, settings } from "../state.ts"
import { change } from "../sweep.ts"

/** Everything that decides a map; each change explains again. */
export function SettingsPanel() {
  const used = settings.value
  return (
    <details class="card settings">
      <summary>
        <h2>Settings</h2>
      </summary>
      <Choice name="strategy" label="Partitioning" />
      <Choice name="mask" label="Mask" />
      <Choice name="quality" label="Quality" />
      <label>
        <span>Passes</span>
        <input
          type="number"
          min={1}
          max={mostPasses}
          step={1}
          placeholder="Set by quality"
          value={used.passes ?? ""}
          onChange={(event) => {
            const passes = Math.floor(event.currentTarget.valueAsNumber)
            void change({ passes: passes > 0 ? Math.min(passes, mostPasses) : null })
          }}
        />
      </label>
      <h3>Preprocessing</h3>
      <Choice name="preset" label="Normalization" automatic="Automatic" />
      <Choice name="layout" label="Layout" automatic="Automatic" />
      <Choice name="activation" label="Activation" />
      {prediction.value !== null && (
        <p class="soft small">
          {prediction.value.recipe.preprocessing.width} × {prediction.value.recipe.preprocessing.height},{" "}
          {prediction.value.recipe.preprocessing.name}: {prediction.value.why}
        </p>
      )}
      <h3>Advanced</h3>
      <Choice name="mode" label="Mode" />
      <label>
        <span>Seed</span>
        <input
          type="number"
          min={0}
          max={largestSeed}
          step={1}
          value={used.seed}
          onChange={(event) => {
            const seed = Math.floor(event.currentTarget.valueAsNumber || 0)
            void change({ seed: Math.min(largestSeed, Math.max(0, seed)) })
          }}
        />
      </label>
      <button type="button" class="quiet" onClick={() => void change(defaults.settings)}>
        Reset to defaults
      </button>
    </details>
  )
}

type Name = "strategy" | "mask" | "quality" | "preset" | "layout" | "activation" | "mode"

interface ChoiceProps {
  readonly name: Name
  readonly label: string
  /** Label of the automatic choice, if there is one. */
  readonly automatic?: string
}

function Choice({ name, label, automatic }: ChoiceProps) {
  return (
    <label>
      <span>{label}</span>
      <select
        value={settings.value[name] ?? ""}
        onChange={(event) => {
          const value = event.currentTarget.value
          void change({ [name]: value === "" ? null : value } as Partial<Settings>)
        }}
      >
        {automatic !== undefined && <option value="">{automatic}</option>}
        {choices[name].map((value) => (
          <option
            key={value}
            value={value}
            disabled={!fitTogether(settings.value, { [name]: value } as Partial<Settings>)}
          >
            {wordsOf(value)}
          </option>
        ))}
      </select>
    </label>
  )
}
