// Characters that would move the cursor, colour the terminal or turn the direction of writing.
const invisible = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/**
 * Returns a stranger's value in words: texts in quotes, cut after `most` characters (default 60), their control
 * characters escaped; lists and objects by their size only.
 */
export function shown(value: unknown, most = 60): string {
  if (typeof value === "string") {
    const cut = value.length <= most ? value : `${value.slice(0, most)}...`
    return JSON.stringify(cut).replace(
      invisible,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    )
  }
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === "object" && value !== null) return "an object"
  return String(value)
}
