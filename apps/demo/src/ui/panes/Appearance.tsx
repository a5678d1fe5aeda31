import { colorMapNames, divergingColorMapNames } from "@pami/figure"
import { appearance } from "../state.ts"
import type { Appearance } from "../logic/settings.ts"
import { ScaleChoice } from "./ScaleChoice.tsx"

const set = (patch: Partial<Appearance>) => (appearance.value = { ...appearance.value, ...patch })

const words: Partial<Record<string, string>> = {
  viridis: "Viridis",
  turbo: "Turbo (not colour-blind safe)",
  "blue-red": "Blue to red",
  "purple-orange": "Purple to orange",
}

interface AppearanceProps {
  /** Whether the colour scale can be chosen: maps of several methods have no common one. Default `true`. */
  readonly hasScale?: boolean
}

/** Controls for the appearance of maps. */
export function AppearanceControls({ hasScale = true }: AppearanceProps) {
  const { opacity, threshold } = appearance.value
  return (
    <section class="card appearance" aria-label="Map appearance">
      <Share label="Opacity" value={opacity} change={(opacity) => set({ opacity })} />
      <Share label="Threshold" value={threshold} change={(threshold) => set({ threshold })} />
      {hasScale && <ScaleChoice />}
      <label>
        <span>Colour map</span>
        <select
          value={appearance.value.colorMap ?? ""}
          onChange={(event) =>
            set({ colorMap: colorMapNames.find((name) => name === event.currentTarget.value) ?? null })
          }
        >
          <option value="">Automatic</option>
          <optgroup label="Sequential">
            {colorMapNames
              .filter((name) => !divergingColorMapNames.includes(name))
              .map((name) => (
                <option key={name} value={name}>
                  {words[name] ?? name}
                </option>
              ))}
          </optgroup>
          <optgroup label="Diverging">
            {divergingColorMapNames.map((name) => (
              <option key={name} value={name}>
                {words[name] ?? name}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
    </section>
  )
}

interface ShareProps {
  readonly label: string
  /** 0 to 1. */
  readonly value: number
  readonly change: (value: number) => void
}

function Share({ label, value, change }: ShareProps) {
  return (
    <label>
      <span>
        {label} <b aria-hidden="true">{Math.round(value * 100)} %</b>
      </span>
      <input
        type="range"
        aria-valuetext={`${Math.round(value * 100)} %`}
        min={0}
        max={100}
        value={value * 100}
        onInput={(event) => change(event.currentTarget.valueAsNumber / 100)}
      />
    </label>
  )
}
