import type { AnswerExplanation, RankedSource } from "../explain/answer-explanation.ts"

// Below this share of the largest, an effect is as small as the reaction to any change of words.
const leastShare = 0.05

/** Returns the sources with a notable effect on a part of the answer, the largest first, whether it raises or lowers the score. */
export function notableSources(result: AnswerExplanation, part: string, most: number): RankedSource[] {
  const ranked = result.ranking(part)
  const size = ({ importance }: RankedSource) => Math.abs(importance)
  const largest = ranked.reduce((best, one) => Math.max(best, size(one)), 0)
  return ranked
    .filter((one) => size(one) > 0 && size(one) >= leastShare * largest)
    .sort((a, b) => size(b) - size(a))
    .slice(0, most)
}

/** Returns a number with two digits after the point, and a minus sign that lines up: `−1.95`, `+0.31`. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(2)
  return Number(text) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`
}

/** Returns a score as text: `−0.31`. */
export function plain(value: number): string {
  return signed(value).replace("+", "")
}

/** Returns the name of a score: `log-probability`, `estimated log-probability`, `similarity`. */
export function scoreName({ scoring }: Pick<AnswerExplanation, "scoring">): string {
  if (scoring === "similarity") return "similarity"
  return scoring === "compared" ? "estimated log-probability" : "log-probability"
}
