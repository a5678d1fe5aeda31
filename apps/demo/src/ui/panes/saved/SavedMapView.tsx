import { useSignal } from "@preact/signals"
import { useMemo } from "preact/hooks"
import type { ExplainedText } from "@pami/explainer"
import { cssColor, layer } from "../../logic/layer.ts"
import { shown, value } from "../../logic/format.ts"
import { readableOn } from "../../kinds/logic/readable.ts"
import { colorMap, facts, image, map, range } from "../../saved/state.ts"
import { Photo, placeOf, RasterCanvas } from "../canvases.tsx"

/** The map of a saved explanation, in the form of its input as far as that is known. */
export function SavedMapView() {
  const { recipe, shape, labels } = facts.value!
  const { texts } = map.value!
  return (
    <>
      {recipe.kind === "image" && <OnImage />}
      {texts.map((text) => (
        <Words key={text.name} {...text} />
      ))}
      {recipe.kind !== "image" && texts.length === 0 && (shape.length > 1 ? <Slice /> : <Strip />)}
      {labels !== null && texts.length === 0 && <Bars labels={labels} />}
    </>
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
  return (
    <div class="saved-image" role="img" aria-label="Map">
      {under !== null && <Photo bitmap={under.preview} grey={0.8} />}
      <RasterCanvas
        class={under === null ? "" : "layer"}
        style={under === null ? {} : placeOf(under.geometry)}
        width={width}
        height={height}
        pixels={pixels}
      />
    </div>
  )
}

/** One axis as a strip: time, columns, words that are not there. */
function Strip() {
  const { values } = map.value!
  const pixels = useRaster(values)
  return (
    <div class="saved-strip" role="img" aria-label="Map">
      <RasterCanvas width={values.length} height={1} pixels={pixels} />
    </div>
  )
}

/** The last two axes as an area, at a place of the axes before: a series has time along its rows. */
function Slice() {
  const at = useSignal(0)
  const { shape, recipe } = facts.value!
  const [height, width] = shape.slice(-2)
  const count = shape.slice(0, -2).reduce((product, side) => product * side, 1)
  const slice = map.value!.values.subarray(at.value * height * width, (at.value + 1) * height * width)
  const isSeries = recipe.kind === "series"
  const area = useMemo(() => (isSeries ? transposed(slice, height, width) : slice), [slice, isSeries])
  const pixels = useRaster(area)
  const [rows, columns] = isSeries ? [width, height] : [height, width]
  return (
    <>
      <div class={isSeries ? "saved-strip" : "saved-image"} role="img" aria-label="Map">
        <RasterCanvas width={columns} height={rows} pixels={pixels} />
      </div>
      {count > 1 && (
        <label class="small">
          Slice {at.value + 1} of {count}
          <input
            type="range"
            min={0}
            max={count - 1}
            value={at.value}
            onInput={({ currentTarget }) => (at.value = currentTarget.valueAsNumber)}
          />
        </label>
      )}
    </>
  )
}

function transposed(values: Float32Array, height: number, width: number): Float32Array {
  return values.map((_, to) => values[(to % height) * width + Math.floor(to / height)])
}

const mostBars = 40

/** Units with names, the most important first. */
function Bars({ labels }: { readonly labels: readonly string[] }) {
  const { values } = map.value!
  const order = [...values.keys()].toSorted((a, b) => Math.abs(values[b]) - Math.abs(values[a]))
  return (
    <ol class="units">
      {order.slice(0, mostBars).map((unit) => (
        <li key={unit}>
          <i class="swatch" style={{ background: colorOf(values[unit]) }} aria-hidden="true" />{" "}
          {shown(labels[unit], 80)}: <b>{value(values[unit])}</b>
        </li>
      ))}
    </ol>
  )
}

function Words({ name, pieces }: ExplainedText) {
  return (
    <div class="words" role="group" aria-label={name}>
      <p>
        {pieces.map(({ text, importance, start }) =>
          importance === null || !Number.isFinite(importance) ? (
            <span key={start}>{text}</span>
          ) : (
            <span
              key={start}
              class="word"
              style={{ background: colorOf(importance), color: readableOn(colorOf(importance)) }}
              title={value(importance)}
            >
              {text}
            </span>
          ),
        )}
      </p>
    </div>
  )
}

function colorOf(importance: number): string {
  return cssColor(importance, { colorMap: colorMap.value, range: range.value })
}
