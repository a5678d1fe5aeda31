import type { KeptProps } from "../../trust/checks-props.ts"
import { keptUnits } from "../../../kinds/logic/kept-units.ts"
import { map } from "../../../kinds/state.ts"

/** The texts with the masked words struck out. */
export function KeptWords({ part, inverse }: KeptProps) {
  const shown = map.value
  if (shown === null) return null
  const kept = keptUnits(part, shown.values.length, inverse)
  let unit = 0
  return (
    <div class="kept-units">
      {shown.texts?.map(({ name, pieces }) => (
        <p key={name}>
          {pieces.map(({ text, start, importance }) =>
            importance === null || kept[unit++] ? text : <s key={start}>{text}</s>,
          )}
        </p>
      ))}
    </div>
  )
}
