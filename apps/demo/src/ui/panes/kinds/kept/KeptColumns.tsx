import type { KeptProps } from "../../trust/checks-props.ts"
import { keptUnits } from "../../../kinds/logic/kept-units.ts"
import { map, seen } from "../../../kinds/state.ts"

/** The names of the columns, those that are masked struck out. */
export function KeptColumns({ part, inverse }: KeptProps) {
  const names = seen.value?.axes[0]?.labels ?? []
  const kept = keptUnits(part, map.value?.values.length ?? 0, inverse)
  return (
    <ul class="kept-units">
      {names.map((name, unit) => (
        <li key={name}>{kept[unit] ? name : <s>{name}</s>}</li>
      ))}
    </ul>
  )
}
