import { useMemo } from "preact/hooks"
import { layer } from "../../logic/layer.ts"
import { facts, image, map, range, colorMap, shownMap } from "../../saved/state.ts"
import { Photo, placeOf, RasterCanvas } from "../canvases.tsx"
import { Slices } from "../kinds/SlicesView.tsx"
import { TableView } from "../kinds/TableView.tsx"
import { TextView } from "../kinds/TextView.tsx"
import { Units } from "../kinds/UnitsView.tsx"

/** The map of a saved explanation, in the form of its input as far as that is known. */
export function SavedMapView() {
  const { recipe, shape, labels } = facts.value!
  const { texts } = map.value!
  const shown = shownMap.value
  const words = texts.length > 0 && <TextView {...shown} />
  if (recipe.kind === "image")
    return (
      <>
        <OnImage />
        {words}
      </>
    )
  if (words) return words
  if (labels !== null) return <TableView {...shown} />
  if (recipe.kind === "volume" && shape.length === 3)
    return <Slices volume={{ shape, values: null, spacing: null, directions: null }} {...shown} />
  return shape.length > 2 || recipe.kind === "array" ? (
    <Units shape={shape} names={[]} {...shown} />
  ) : (
    <Strip />
  )
}

/** Pixels of a part of the map, `[height, width]`. */
function useRaster(values: Float32Array, opacity: number | null = null) {
  const { min, max } = range.value
  return useMemo(
    () => layer(values, { colorMap: colorMap.value, range: { min, max }, threshold: 0, opacity }),
    [values, colorMap.value, min, max, opacity],
  )
}

function OnImage() {
  const [height, width] = facts.value!.shape
  const under = image.value
  const pixels = useRaster(map.value!.values, under === null ? null : 0.65)
  const sides = under === null ? { width, height } : under.image
  return (
    <div class="kind-image" role="img" aria-label="Map">
      <span class="overlay" style={{ aspectRatio: `${sides.width} / ${sides.height}` }}>
        {under !== null && <Photo bitmap={under.preview} grey={0.8} />}
        <RasterCanvas
          class={under === null ? "layer whole" : "layer"}
          style={under === null ? {} : placeOf(under.geometry)}
          width={width}
          height={height}
          pixels={pixels}
        />
      </span>
    </div>
  )
}

/** One axis as a strip: time, or words that are not there; channels beneath each other, high frequencies on top. */
function Strip() {
  const { shape, recipe } = facts.value!
  const { values } = map.value!
  const [steps, columns = 1] = shape
  const isFlipped = recipe.kind === "series" && recipe.units === "time-frequency"
  const rows = useMemo(() => {
    const order = Array.from({ length: columns }, (_, row) => (isFlipped ? columns - 1 - row : row))
    return Float32Array.from(
      { length: values.length },
      (_, index) => values[(index % steps) * columns + order[Math.floor(index / steps)]],
    )
  }, [values])
  const pixels = useRaster(rows)
  return (
    <div class="saved-strip" role="img" aria-label="Map">
      <RasterCanvas width={steps} height={columns} pixels={pixels} />
    </div>
  )
}
