import type { Scale, TargetInfo } from "../contracts/target.ts"

/** The scale of probabilities: 0 to 1. */
export const probabilityScale: Scale = { unit: "probability", range: [0, 1] }

/** The scale of numbers in the unit of the model. */
export const valueScale: Scale = { unit: "value" }

/** Returns the name of a target, its label if it has one: `tabby cat`, `class 3`, `output 3`. */
export function nameTarget({ id, label }: Pick<TargetInfo, "id" | "label">, { unit }: Scale): string {
  if (label !== undefined) return `"${label}"`
  return typeof id === "string" ? `"${id}"` : `${unit === "value" ? "output" : "class"} ${id}`
}

/** Returns a score as text: a probability in per cent, any other number with four digits. */
export function formatScore(score: number, { unit }: Scale): string {
  if (unit !== "probability") return Number(score.toPrecision(4)).toString().replace("-", "−")
  const percent = score * 100
  if (percent > 0 && percent < 0.1) return "< 0.1 %"
  if (percent < 100 && percent > 99.9) return "> 99.9 %"
  return `${percent.toFixed(1)} %`
}
