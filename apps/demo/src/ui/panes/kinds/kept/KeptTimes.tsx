import type { KeptProps } from "../../trust/checks-props.ts"
import { curve, extentOf } from "../../../kinds/logic/curve.ts"
import { gridOf, type SeriesGrid } from "../../../kinds/logic/grid.ts"
import { keptUnits, runsOf } from "../../../kinds/logic/kept-units.ts"
import { map, seen } from "../../../kinds/state.ts"
import { timesOf } from "../../../kinds/logic/times-of.ts"

/** The curves with the masked times faded, and the times that are kept in words. */
export function KeptTimes({ part, inverse }: KeptProps) {
  const { content, axes } = seen.value!
  const values = map.value?.values
  if (content.kind !== "series" || values === undefined) return null
  const grid = gridOf(values, axes)
  const kept = keptUnits(part, values.length, inverse)
  const lanes = { channels: content.channels.length }
  return (
    <>
      <div class="kept-times" aria-hidden="true">
        {content.channels.map((name, channel) => (
          <svg key={name} viewBox="0 -6 1000 112" preserveAspectRatio="none">
            {runsOf(keptOfLane(kept, grid, channel)).map(([from, to]) => (
              <rect
                key={from}
                x={(from / grid.steps) * 1000}
                y={-6}
                width={((to - from) / grid.steps) * 1000}
                height={112}
              />
            ))}
            <path
              d={curve(
                content.values,
                { channel, ...lanes },
                extentOf(content.values, { channel, ...lanes }, content.isSound),
              )}
            />
          </svg>
        ))}
      </div>
      <p class="small">{timesOf(runsOf(keptOfLane(kept, grid, null)), axes[0])}</p>
    </>
  )
}

/** Returns the time steps of a channel that are kept; of bands of frequency, and of `null`, those of which any unit is. */
function keptOfLane(
  kept: readonly boolean[],
  { steps, columns, isByChannel }: SeriesGrid,
  channel: number | null,
): boolean[] {
  return Array.from({ length: steps }, (_, step) =>
    isByChannel && channel !== null
      ? kept[step * columns + channel]
      : kept.slice(step * columns, (step + 1) * columns).includes(true),
  )
}
