import { useSignal } from "@preact/signals"
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks"
import { layer } from "../../logic/layer.ts"
import { curve, extentOf } from "../../kinds/logic/curve.ts"
import { gridOf, heatOf, wordsAt, type SeriesGrid } from "../../kinds/logic/grid.ts"
import { moved } from "../../kinds/logic/moved.ts"
import { playing } from "./Player.tsx"
import { seen, type ShownMap } from "../../kinds/state.ts"

/** The curves of a series or a sound, over the colours of their importance. */
export function SeriesView({ map, ...colors }: ShownMap) {
  const at = useSignal<number | null>(null)
  const { content, axes } = seen.value!
  if (content.kind !== "series") return null
  const values = map?.values ?? null
  const grid = gridOf(values, axes)
  const point = at.value
  return (
    <>
      <div
        class="series"
        role="slider"
        tabIndex={0}
        aria-label="Place in time"
        aria-valuemin={0}
        aria-valuemax={grid.steps - 1}
        aria-valuenow={point ?? 0}
        aria-valuetext={wordsAt(point ?? 0, values, grid, axes)}
        onKeyDown={(event) => {
          const next = moved(event.key, point ?? -1, grid.steps)
          if (next === null) return
          event.preventDefault()
          at.value = next
        }}
        onPointerMove={(event) => {
          const { left, width } = event.currentTarget.getBoundingClientRect()
          const step = Math.floor(((event.clientX - left) / width) * grid.steps)
          at.value = Math.min(grid.steps - 1, Math.max(0, step))
        }}
        onPointerLeave={() => (at.value = null)}
      >
        {content.channels.map((name, channel) => (
          <Lane
            key={name}
            name={content.channels.length > 1 ? name : null}
            channel={channel}
            values={values}
            grid={grid}
            {...colors}
          />
        ))}
        {point !== null && <i class="cursor" style={{ left: `${((point + 0.5) / grid.steps) * 100}%` }} />}
        <PlayLine />
      </div>
      <p class={`soft small kind-line${point === null ? " idle" : ""}`}>
        {point === null
          ? "Point at the curve, or move along it with the arrow keys, to read its values."
          : wordsAt(point, values, grid, axes)}
      </p>
    </>
  )
}

interface LaneProps extends Omit<ShownMap, "map"> {
  readonly name: string | null
  readonly channel: number
  readonly values: Float32Array | null
  readonly grid: SeriesGrid
}

function Lane({ name, channel, values, grid, colorMap, range }: LaneProps) {
  const heat = useRef<HTMLCanvasElement>(null)
  const { content } = seen.value!
  const path = useMemo(() => {
    if (content.kind !== "series") return ""
    const lane = { channel, channels: content.channels.length }
    return curve(content.values, lane, extentOf(content.values, lane, content.isSound))
  }, [content, channel])
  useLayoutEffect(() => {
    const canvas = heat.current!
    if (values === null) return void canvas.getContext("2d")!.clearRect(0, 0, canvas.width, canvas.height)
    const cells = heatOf(values, grid, channel)
    const pixels = layer(cells, { colorMap, range, threshold: 0, opacity: null })
    canvas.width = grid.steps
    canvas.height = cells.length / grid.steps
    canvas.getContext("2d")!.putImageData(new ImageData(pixels, grid.steps), 0, 0)
  }, [values, colorMap, range.min, range.max])
  return (
    <div class="lane">
      <canvas ref={heat} aria-hidden="true" />
      <svg viewBox="0 -6 1000 112" preserveAspectRatio="none" aria-hidden="true">
        <path class="halo" d={path} />
        <path d={path} />
      </svg>
      {name !== null && <span class="small">{name}</span>}
    </div>
  )
}

/** A line that moves along while the sound plays. */
function PlayLine() {
  const line = useRef<HTMLElement>(null)
  const now = playing.value
  useEffect(() => {
    if (now === null) return undefined
    const moving = line.current!.animate([{ left: "0%" }, { left: "100%" }], now.seconds * 1000)
    return () => moving.cancel()
  }, [now])
  return <i class="cursor" ref={line} hidden={now === null} />
}
