import { colorMapNames, divergingColorMapNames } from "@pami/figure"
import { appearance } from "../state.ts"
import type { Appearance } from "../logic/settings.ts"

const set = (patch: Partial<Appearance>) => (appearance.value = { ...appearance.value, ...patch })

const words: Partial<Record<string, string>> = {
  viridis: "viridis",
  turbo: "turbo (not for the colour-blind)",
  "blue-red": "blue to red",
  "purple-orange": "purple to orange",
}

/** How maps are drawn. */
export function AppearanceControls() {
  const { opacity, threshold } = appearance.value
  return (
    <section class="card appearance" aria-label="How the map is drawn">
      <Share label="Opacity" value={opacity} change={(opacity) => set({ opacity })} />
      <Share label="Hide below" value={threshold} change={(threshold) => set({ threshold })} />
      <label>
        <span>Colours</span>
        <select
          value={appearance.value.colorMap ?? ""}
          onChange={(event) =>
            set({ colorMap: colorMapNames.find((name) => name === event.currentTarget.value) ?? null })
          }
        >
          <option value="">automatic</option>
          <optgroup label="From little to much">
            {colorMapNames
              .filter((name) => !divergingColorMapNames.includes(name))
              .map((name) => (
                <option key={name} value={name}>
                  {words[name] ?? name}
                </option>
              ))}
          </optgroup>
          <optgroup label="For and against">
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
