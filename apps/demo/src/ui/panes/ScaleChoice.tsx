import type { Appearance } from "../logic/settings.ts"
import { appearance } from "../state.ts"

/** Chooses whether colours end at the values of the map, or at the score whatever the map is. */
export function ScaleChoice() {
  return (
    <label>
      <span>Colour scale</span>
      <select
        value={appearance.value.scale}
        onChange={(event) =>
          (appearance.value = {
            ...appearance.value,
            scale: event.currentTarget.value as Appearance["scale"],
          })
        }
      >
        <option value="map">This map’s range</option>
        <option value="score">Up to the score</option>
      </select>
    </label>
  )
}
