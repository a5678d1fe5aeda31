/** What the numbers of a target are. */
export interface Scale {
  /**
   * `probability`: 0 to 1; `log-probability`: its natural logarithm; `similarity`: of two vectors, -1 to 1; `value`: a
   * number in the model's own unit, such as a regression's. Only a probability may be shown in per cent.
   */
  readonly unit: "probability" | "log-probability" | "similarity" | "value"
  /** The least and the greatest number that a score can be; absent where nothing bounds it. */
  readonly range?: readonly [number, number]
}

/** The scale of probabilities: 0 to 1. */
export const probabilityScale: Scale = { unit: "probability", range: [0, 1] }

/** The scale of numbers of which nothing is known but that they are the model's. */
export const valueScale: Scale = { unit: "value" }

/** Returns what the score of a target is called where no label is known: `class 3`, `output 3`. */
export function nameScore(target: number, { unit }: Scale): string {
  return `${unit === "value" ? "output" : "class"} ${target}`
}

/** Returns a score as a person reads it: a probability in per cent, any other number with four digits. */
export function formatScore(score: number, { unit }: Scale): string {
  if (!Number.isFinite(score)) return String(score)
  if (unit !== "probability") return Number(score.toPrecision(4)).toString().replace("-", "−")
  const percent = score * 100
  if (percent > 0 && percent < 0.1) return "< 0.1 %"
  if (percent < 100 && percent > 99.9) return "> 99.9 %"
  return `${percent.toFixed(1)} %`
}
