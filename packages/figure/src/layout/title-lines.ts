import type { Fonts } from "./fonts.ts"
import { ink, large, margin, medium, soft } from "./style.ts"
import { line } from "./text.ts"

/** Draws the title of a sheet, and its subtitle if there is one, and returns them with the place of the last line. */
export function titleLines(
  fonts: Fonts,
  { title, subtitle }: { readonly title: string; readonly subtitle?: string | undefined },
  width: number,
): { svg: string; bottom: number } {
  const y = margin + 18
  const first = line(fonts, [{ text: title, style: "bold" }], { x: margin, y, size: large, fill: ink, width })
  if (subtitle === undefined) return { svg: first, bottom: y }
  const bottom = y + 23
  const second = line(fonts, [{ text: subtitle }], { x: margin, y: bottom, size: medium, fill: soft, width })
  return { svg: first + second, bottom }
}
