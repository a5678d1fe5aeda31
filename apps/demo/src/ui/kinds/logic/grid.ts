import type { UnitAxis } from "@pami/recipe"
import { value } from "../../logic/format.ts"

/** The units of a series: time steps, and channels or bands of frequency at each. */
export interface SeriesGrid {
  readonly steps: number
  /** Units at each time step: 1 where they are of all channels. */
  readonly columns: number
  /** Whether the columns are the channels. */
  readonly isByChannel: boolean
}

/** Returns the grid of a series by the axes of its map. */
export function gridOf(values: Float32Array | null, [, other]: readonly UnitAxis[]): SeriesGrid {
  const columns = other?.labels?.length ?? 1
  return {
    steps: Math.max(1, (values?.length ?? 0) / columns),
    columns,
    isByChannel: other?.name === "channel",
  }
}

/**
 * Returns the heat of a lane as an image: the units of its channel, or of all channels, high frequencies on top.
 *
 * @returns `[rows, steps]`
 */
export function heatOf(
  values: Float32Array,
  { steps, columns, isByChannel }: SeriesGrid,
  channel: number,
): Float32Array {
  const rows = isByChannel ? [channel] : Array.from({ length: columns }, (_, row) => columns - 1 - row)
  return Float32Array.from({ length: rows.length * steps }, (_, index) => {
    const [row, step] = [Math.floor(index / steps), index % steps]
    return values[step * columns + rows[row]]
  })
}

/** Returns the values at a time step in words. */
export function wordsAt(
  step: number,
  values: Float32Array | null,
  grid: SeriesGrid,
  axes: readonly UnitAxis[],
): string {
  const [time, other] = axes
  const place =
    time?.start === undefined
      ? `step ${step + 1}`
      : `${value(time.start + step * (time.step ?? 1))}${time.unit === undefined ? "" : ` ${time.unit}`}`
  if (values === null) return place
  const at = Array.from(values.subarray(step * grid.columns, (step + 1) * grid.columns), value)
  if (grid.columns === 1) return `${place}: importance ${at[0]}`
  const unit = other?.unit === undefined ? "" : ` ${other.unit}`
  const all = at.map((text, column) => ({
    text,
    label: other?.labels?.[column],
    number: values[step * grid.columns + column],
  }))
  const listed =
    grid.columns <= 6 ? all : [all.reduce((best, one) => (one.number > best.number ? one : best))]
  return `${place}: ${listed.map(({ label, text }) => `${typeof label === "number" ? Math.round(label) : label}${unit} ${text}`).join(", ")}`
}
