import { formatScore, type Scale } from "@pami/core"
import type { Fonts } from "./fonts.ts"
import { accent, ink, small, soft } from "./style.ts"
import { line, lineWidth } from "./text.ts"

/** A line of the list of predictions. */
export interface SheetPrediction {
  readonly label: string
  readonly score: number
  /** Whether a row of the sheet explains it. Default: false. */
  readonly explained?: boolean
}

/** Labels and scores with bars; probabilities against 1, other scores against the greatest. */
export function predictionList(
  fonts: Fonts,
  predictions: readonly SheetPrediction[],
  { x, y, width, scale }: { x: number; y: number; width: number; scale: Scale },
): { svg: string; bottom: number } {
  const most = Math.max(...predictions.map(({ score }) => score))
  const parts = predictions.map(({ label, score, explained = false }, index) => {
    const at = y + 14 + index * 27
    const value = formatScore(score, scale)
    const cut = explained ? "bold" : "regular"
    const share = scale.unit === "probability" ? score : most > 0 ? score / most : 0
    const filled = Math.max(0, Math.min(1, share)) * width
    return (
      line(fonts, [{ text: label, cut }], {
        x,
        y: at,
        size: small,
        fill: ink,
        width: width - lineWidth(fonts, [{ text: value, cut }], small) - 14,
      }) +
      line(fonts, [{ text: value, cut }], {
        x: x + width,
        y: at,
        size: small,
        fill: explained ? ink : soft,
        anchor: "end",
      }) +
      `<rect x="${x}" y="${at + 5}" width="${width}" height="3" rx="1.5" fill="#ececf0"/>` +
      `<rect x="${x}" y="${at + 5}" width="${filled.toFixed(2)}" height="3" rx="1.5" fill="${explained ? accent : "#a9adb8"}"/>`
    )
  })
  return { svg: parts.join(""), bottom: predictions.length === 0 ? y - 10 : y + predictions.length * 27 }
}
