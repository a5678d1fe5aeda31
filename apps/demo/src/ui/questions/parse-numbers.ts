/** Reads the mean or the standard deviation of a model's channels: one number for all, or one for each of three. */
export function parseNumbers(
  text: string,
  what: "mean" | "std",
): { readonly numbers: readonly number[] } | { readonly problem: string } {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "")
  const numbers = parts.map(Number)
  const name = what === "mean" ? "The mean" : "The standard deviation"
  if ((numbers.length !== 1 && numbers.length !== 3) || !numbers.every(Number.isFinite))
    return {
      problem: `${name} is one number, or three with commas between them, such as 0.485, 0.456, 0.406.`,
    }
  if (what === "std" && numbers.includes(0)) return { problem: `${name} is never 0.` }
  return { numbers }
}
