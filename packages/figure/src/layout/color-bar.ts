import { formatScore, valueScale } from "@pami/core"
import { colorTable, type ColorMapName } from "../color-maps.ts"
import type { ValueRange } from "../value-range.ts"
import type { Fonts } from "./fonts.ts"
import { ink, rule, small } from "./style.ts"
import { line, lineWidth, type Span } from "./text.ts"
import { ticks } from "./ticks.ts"

const barWidth = 14

/** Content of a {@link colorBar}: the colours, the values at its foot and its top, and the text along its side. */
export interface ColorBarContent extends ValueRange {
  readonly colorMap: ColorMapName
  readonly unit: readonly Span[]
}

/** SVG elements and the width that they take. */
export interface Block {
  readonly svg: string
  readonly width: number
}

/** Draws a colour bar with ticks, the lowest value at the foot, and the unit written upwards along its side. */
export function colorBar(fonts: Fonts, content: ColorBarContent, height: number): Block {
  const { min, max, colorMap, unit } = content
  const table = colorTable(colorMap)
  // One rectangle per colour, each overlapping the next: some viewers draw gradients with seams or smooth them.
  const cells = Array.from({ length: 256 }, (_, i) => {
    const [r, g, b] = table.subarray(i * 3, i * 3 + 3)
    const top = (height * (255 - i)) / 256
    const tall = Math.min(height - top, (height / 256) * 2)
    return `<rect y="${top.toFixed(2)}" width="${barWidth}" height="${tall.toFixed(2)}" fill="rgb(${r},${g},${b})"/>`
  }).toReversed()
  const marks = max > min ? ticks(min, max, Math.max(2, Math.min(6, Math.floor(height / 50)))) : []
  const shown = marks.length > 0 ? marks : [{ value: min, text: formatScore(min, valueScale) }]
  const texts = shown.map(({ value, text }) => {
    const at = max > min ? height * (1 - (value - min) / (max - min)) : height
    return (
      `<path d="M${barWidth} ${at.toFixed(2)}h5" stroke="${ink}"/>` +
      line(fonts, [{ text }], { x: barWidth + 9, y: at + 4.5, size: small, fill: ink })
    )
  })
  const textWidth = Math.max(...shown.map(({ text }) => lineWidth(fonts, [{ text }], small)))
  const side = barWidth + 9 + textWidth + 22
  const caption = line(fonts, unit, {
    x: side,
    y: height / 2,
    size: small,
    fill: ink,
    anchor: "middle",
    width: height,
    rotate: -90,
  })
  const frame = `<rect x="-0.5" y="-0.5" width="${barWidth + 1}" height="${height + 1}" fill="none" stroke="${rule}"/>`
  return { svg: cells.join("") + frame + texts.join("") + caption, width: 14 + side + 6 }
}
