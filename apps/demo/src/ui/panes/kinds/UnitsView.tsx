import { count, value } from "../../logic/format.ts"
import { layer } from "../../logic/layer.ts"
import { seen, type ShownMap } from "../../kinds/state.ts"
import { RasterCanvas } from "../canvases.tsx"

const most = 12

/** The map of the array that is explained. */
export function UnitsView(shown: ShownMap) {
  const { axes, content } = seen.value!
  if (shown.map === null) return <p class="soft">The most important places will be listed here.</p>
  const shape = content.kind === "array" ? content.shape : []
  return <Units shape={shape} names={axes.map(({ name }) => name)} {...shown} />
}

interface UnitsProps extends ShownMap {
  readonly shape: readonly number[]
  /** Names of the axes, as far as they are known. */
  readonly names: readonly string[]
}

/** The map of an array of one or two axes as colours, and its most important units by their places. */
export function Units({ map, colorMap, range, shape, names }: UnitsProps) {
  const { values } = map!
  const [height, width] = shape.length === 1 ? [1, ...shape] : shape
  const isDrawn = shape.length <= 2 && width !== undefined
  const strongest = [...values.keys()].toSorted((a, b) => values[b] - values[a]).slice(0, most)
  return (
    <>
      {isDrawn && (
        <RasterCanvas
          class="array-map"
          width={width}
          height={height}
          pixels={layer(values, { colorMap, range, threshold: 0, opacity: null })}
        />
      )}
      <p class="soft small">
        The {strongest.length} most important of {count(values.length)} places.
        {!isDrawn && " Save the map to see all of them."}
      </p>
      <ol class="units">
        {strongest.map((unit) => (
          <li key={unit}>
            {placeOf(unit, shape, names)}: <b>{value(values[unit])}</b>
          </li>
        ))}
      </ol>
    </>
  )
}

function placeOf(unit: number, shape: readonly number[], names: readonly string[]): string {
  let rest = unit
  const places = shape.toReversed().map((size) => {
    const place = rest % size
    rest = Math.floor(rest / size)
    return place
  })
  return places
    .toReversed()
    .map((place, axis) => `${names[axis] ?? `axis ${axis}`} ${place}`)
    .join(", ")
}
