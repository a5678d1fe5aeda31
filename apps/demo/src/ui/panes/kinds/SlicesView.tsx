import { useSignal } from "@preact/signals"
import { useCallback } from "preact/hooks"
import { peakOf, sliceView } from "@pami/figure"
import { layer } from "../../logic/layer.ts"
import { value } from "../../logic/format.ts"
import { seen, type ShownMap } from "../../kinds/state.ts"
import { Slice, type ShownVolume } from "./Slice.tsx"

/** The volume that is explained, in slices under its map. */
export function SlicesView(shown: ShownMap) {
  const { content } = seen.value!
  return content.kind === "volume" ? <Slices volume={content} {...shown} /> : null
}

/** Three slices of a volume under its map, each moved by a slider; at first through the peak of the map. */
export function Slices({ volume, map, colorMap, range }: ShownMap & { readonly volume: ShownVolume }) {
  const at = useSignal<readonly number[] | null>(null)
  const { min, max } = range
  // Without the volume, the map alone.
  const opacity = volume.values === null ? null : 0.65
  const paint = useCallback(
    (slice: Float32Array) => layer(slice, { colorMap, range: { min, max }, threshold: 0, opacity }),
    [colorMap, min, max, opacity],
  )
  const { shape, directions } = volume
  const values = map?.values ?? null
  const middle = () => shape.map((length) => Math.floor(length / 2))
  const place = at.value ?? (values === null ? middle() : peakOf(values, shape, min < 0))
  const unit = (place[0] * shape[1] + place[1]) * shape[2] + place[2]
  return (
    <>
      <div class="slices">
        {shape.map((length, axis) => {
          const { name } = sliceView(axis, directions ?? undefined)
          return (
            <label key={name}>
              <Slice volume={volume} axis={axis} index={place[axis]} over={values} paint={paint} />
              <span class="small">{`${name}, ${place[axis] + 1} of ${length}`}</span>
              <input
                type="range"
                min={1}
                max={length}
                value={place[axis] + 1}
                aria-label={`Slice across ${name}`}
                onInput={(event) => {
                  const index = event.currentTarget.valueAsNumber - 1
                  at.value = place.map((own, other) => (other === axis ? index : own))
                }}
              />
            </label>
          )
        })}
      </div>
      <p class="soft small kind-line">
        {values !== null && `Importance where the slices cross: ${value(values[unit])}.`}
        {at.value !== null && (
          <button type="button" class="small" onClick={() => (at.value = null)}>
            Show peak
          </button>
        )}
      </p>
    </>
  )
}
