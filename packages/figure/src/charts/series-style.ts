/** The look of a series: two series differ in their dashes, too, so that their colours are not needed. */
export interface SeriesStyle {
  /** On white, as `#rrggbb`. */
  readonly color: string
  /** On near-black. */
  readonly darkColor: string
  /** SVG's `stroke-dasharray`; empty for a solid line. */
  readonly dash: string
}

// Okabe and Ito's colours, which people with any colour vision tell apart, as dark (or as light) as text-sized lines need.
const colors: readonly (readonly [onWhite: string, onDark: string])[] = [
  ["#0072b2", "#56b4e9"],
  ["#c44e00", "#ff8f4a"],
  ["#00805f", "#3ccf9f"],
  ["#9c4a7f", "#e79fc9"],
  ["#8a6a00", "#e6b43c"],
  ["#1b1b1f", "#f2f2f4"],
]
const dashes = ["", "7 3", "2 3", "9 3 2 3", "5 2 1 2 1 2", "12 4"]

/** Returns the look of the series at a position. Up to 36 series differ. */
export function seriesStyle(index: number): SeriesStyle {
  const [color, darkColor] = colors[index % colors.length]
  const dash = dashes[(index + Math.floor(index / colors.length)) % dashes.length]
  return { color, darkColor, dash }
}
