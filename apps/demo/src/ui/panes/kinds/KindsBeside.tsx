import type { ComponentType } from "preact"
import { score, unitName } from "../../logic/format.ts"
import { showError } from "../../messages.ts"
import { choose, toggleRow } from "../../kinds/actions.ts"
import {
  areClasses,
  chosen,
  colorMapFor,
  mapFor,
  nameOfChoice,
  rangeOf,
  rows,
  scale,
  spanOf,
  targetOf,
  unitOfChoice,
  type ShownMap,
} from "../../kinds/state.ts"
import { isScaleShared } from "../../side-by-side.ts"
import { Rows, sharedRange } from "../Rows.tsx"

/** Several targets of an input of any kind, each with its map of the same sweep. */
export function KindsBeside({ view: View }: { readonly view: ComponentType<ShownMap> }) {
  if (rows.value.length === 0) return null
  const maps = rows.value.map(mapFor)
  const known = maps.filter((map) => map !== null)
  const colorMap = colorMapFor(known)
  const shared = isScaleShared.value ? sharedRange(known.map((map) => rangeOf(map, colorMap))) : null
  return (
    <Rows
      title={areClasses.value ? "Classes side by side" : "Maps side by side"}
      rows={rows.value.map((id, index) => {
        const [name, map] = [nameOfChoice(id), maps[index]]
        const range = shared ?? rangeOf(map, colorMap)
        return {
          key: id,
          name,
          isChosen: chosen.value === id,
          map: (
            <figure class="pane">
              <figcaption>
                <strong>{name}</strong>
                <span class="soft">{score(targetOf(id)?.score ?? NaN, scale.value)}</span>
              </figcaption>
              <View map={map} colorMap={colorMap} range={range} span={spanOf(map)} />
            </figure>
          ),
          range,
          unit: unitOfChoice(id),
          choose: () => void choose(id),
          remove: () => void toggleRow(id).catch(showError),
        }
      })}
      colorMap={colorMap}
      unit={unitName(scale.value)}
    />
  )
}
