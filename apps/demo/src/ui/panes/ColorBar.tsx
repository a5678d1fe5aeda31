import { colorTable, type ColorMapName, type ValueRange } from "@pami/image"
import { ticksOf } from "../logic/ticks.ts"
import { value as format } from "../logic/format.ts"

interface ColorBarProps {
  readonly colorMap: ColorMapName
  readonly range: ValueRange
  /** What the numbers are. */
  readonly unit: string
  /** A value to point out. */
  readonly marked?: number | null
}

/** Which value is which colour, with numbers; the value under the probe is pointed out. */
export function ColorBar({ colorMap, range, unit, marked = null }: ColorBarProps) {
  const { min, max } = range
  const position = (value: number) => `${(max > min ? (value - min) / (max - min) : 0) * 100}%`
  return (
    <div class="color-bar" role="img" aria-label={`${unit}: from ${format(min)} to ${format(max)}`}>
      <div class="ramp" style={{ background: gradient(colorMap) }}>
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

/** A colour map as CSS. */
export function gradient(name: ColorMapName): string {
  const table = colorTable(name)
  const stops = Array.from({ length: 18 }, (_, index) => {
    const at = index * 15 * 3
    return `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]})`
  })
  return `linear-gradient(90deg, ${stops.join(", ")})`
}
