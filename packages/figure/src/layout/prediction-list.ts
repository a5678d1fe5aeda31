import { formatScore, type Scale } from "@pami/core"
import type { Fonts } from "./fonts.ts"
import { accent, ink, small, soft } from "./style.ts"
import { line, lineWidth } from "./text.ts"

/** A class in the list of predictions. */
export interface FigurePrediction {
  readonly label: string
  readonly score: number
  /** Whether a row of the figure explains this class. Default: false. */
  readonly explained?: boolean
}

/** Draws labels and scores with bars. Bars are relative to 1 for probabilities, else to the highest score. */
export function predictionList(
  fonts: Fonts,
  predictions: readonly FigurePrediction[],
  { x, y, width, scale }: { x: number; y: number; width: number; scale: Scale },
): { svg: string; bottom: number } {
  const most = Math.max(...predictions.map(({ score }) => score))
  const parts = predictions.map(({ label, score, explained = false }, index) => {
    const at = y + 14 + index * 27
    const value = formatScore(score, scale)
    const style = explained ? "bold" : "regular"
    const share = scale.unit === "probability" ? score : most > 0 ? score / most : 0
    const filled = Math.max(0, Math.min(1, share)) * width
    return (
      line(fonts, [{ text: label, style }], {
        x,
        y: at,
        size: small,
        fill: ink,
        width: width - lineWidth(fonts, [{ text: value, style }], small) - 14,
      }) +
      line(fonts, [{ text: value, style }], {
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
