import { value } from "../../logic/format.ts"
import { seen, type ShownMap } from "../../kinds/state.ts"

const most = 12

/** The most important units of an array, by their places. */
export function UnitsView({ map }: ShownMap) {
  const values = map?.values
  if (values === undefined) return <p class="soft">The most important places will be listed here.</p>
  const { axes } = seen.value!
  const strongest = [...values.keys()].toSorted((a, b) => values[b] - values[a]).slice(0, most)
  return (
    <>
      <p class="soft small">
        The {strongest.length} most important of {values.length} places. Save the figure to see all of them.
      </p>
      <ol class="units">
        {strongest.map((unit) => (
          <li key={unit}>
            {placeOf(unit, seen.value!.content, axes)}: <b>{value(values[unit])}</b>
          </li>
        ))}
      </ol>
    </>
  )
}

function placeOf(
  unit: number,
  content: NonNullable<typeof seen.value>["content"],
  axes: NonNullable<typeof seen.value>["axes"],
): string {
  const shape = content.kind === "array" ? content.shape : []
  let rest = unit
  const places = shape.toReversed().map((size) => {
    const place = rest % size
    rest = Math.floor(rest / size)
    return place
  })
  return places
    .toReversed()
    .map((place, axis) => `${axes[axis]?.name ?? `axis ${axis}`} ${place}`)
    .join(", ")
}
