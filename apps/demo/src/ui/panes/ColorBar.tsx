import { useMemo } from "preact/hooks"
import type { ColorMapName, ValueRange } from "@pami/figure"
import { value as format } from "../logic/format.ts"
import { gradient } from "../logic/scale.ts"
import { ticksOf } from "../logic/ticks.ts"

interface ColorBarProps {
  readonly colorMap: ColorMapName
  readonly range: ValueRange
  /** The unit of the numbers. */
  readonly unit: string
  /** A value to point out. */
  readonly marked?: number | null
}

/** Which value is which colour, with numbers. */
export function ColorBar({ colorMap, range, unit, marked = null }: ColorBarProps) {
  const { min, max } = range
  const background = useMemo(() => gradient(colorMap), [colorMap])
  const position = (value: number) =>
    `${(max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 0) * 100}%`
  return (
    <div class="color-bar" role="img" aria-label={`${unit}: from ${format(min)} to ${format(max)}`}>
      <div class="ramp" style={{ background }}>
        {marked !== null && Number.isFinite(marked) && (
          <i class="marker" style={{ left: position(marked) }} />
        )}
      </div>
      <div class="ticks">
        {ticksOf(min, max).map(({ value, text }) => (
          <span key={text} style={{ left: position(value) }}>
            {text}
          </span>
        ))}
      </div>
      <div class="unit">{unit}</div>
    </div>
  )
}
