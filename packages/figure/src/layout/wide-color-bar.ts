import { formatScore, valueScale } from "@pami/core"
import type { ValueRange } from "../value-range.ts"
import type { Fonts } from "./fonts.ts"
import { ink, rule, small, tiny } from "./style.ts"
import { line, lineWidth, type Span } from "./text.ts"
import { ticks } from "./ticks.ts"

/** Content of a {@link wideColorBar}: the colours, the values at its ends, and the text beside it. */
export interface WideColorBarContent extends ValueRange {
  /** Red, green and blue bytes, `[256, 3]`. */
  readonly table: Uint8Array
  readonly unit: readonly Span[]
}

const [barWidth, barHeight] = [200, 11]
/** Height of a {@link wideColorBar} with its ticks. */
export const wideColorBarHeight = 32

/** Draws a colour bar from left to right, with ticks below and the unit on its right; its top left corner is at `x`, `y`. */
export function wideColorBar(
  fonts: Fonts,
  { min, max, table, unit }: WideColorBarContent,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): string {
  // One rectangle per colour, each overlapping the next: some viewers draw gradients with seams or smooth them.
  const cells = Array.from({ length: 256 }, (_, i) => {
    const left = (barWidth * i) / 256
    const wide = Math.min(barWidth - left, (barWidth / 256) * 2)
    return `<rect x="${left.toFixed(2)}" width="${wide.toFixed(2)}" height="${barHeight}" fill="rgb(${table.subarray(3 * i, 3 * i + 3).join()})"/>`
  })
  const marks = max > min ? ticks(min, max, 4) : []
  const shown = marks.length > 0 ? marks : [{ value: min, text: formatScore(min, valueScale) }]
  let end = -Infinity
  const texts = shown.flatMap(({ value, text }) => {
    const at = max > min ? (barWidth * (value - min)) / (max - min) : 0
    const half = lineWidth(fonts, [{ text }], tiny) / 2
    const tick = `<path d="M${at.toFixed(2)} ${barHeight}v4" stroke="${ink}"/>`
    if (at - half < end + 6) return [tick]
    end = at + half
    return [
      tick,
      line(fonts, [{ text }], { x: at, y: barHeight + 17, size: tiny, fill: ink, anchor: "middle" }),
    ]
  })
  const frame = `<rect x="-0.5" y="-0.5" width="${barWidth + 1}" height="${barHeight + 1}" fill="none" stroke="${rule}"/>`
  const caption = line(fonts, unit, {
    x: barWidth + 16,
    y: barHeight,
    size: small,
    fill: ink,
    width: Math.max(80, width - barWidth - 16),
  })
  return `<g transform="translate(${x} ${y})">${cells.join("")}${frame}${texts.join("")}${caption}</g>`
}
