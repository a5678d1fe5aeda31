import { shown } from "./format.ts"

/** Options of a call, or of a command. */
export type Options = Readonly<Record<string, unknown>>

/** Returns options as the literal of an object. */
export function literal(options: Options, ...shorthands: readonly string[]): string {
  const entries = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  const all = [...shorthands, ...entries]
  return all.length === 0 ? "{}" : `{ ${all.join(", ")} }`
}

/** Returns a name of a file; of one that has control characters, and looks otherwise than it is, another. */
export function safe(name: string, instead: string): string {
  return shown(name, 300) === name ? name : instead
}

/** Returns the name of a file without its folder and ending. */
export function stem(name: string): string {
  return name
    .split("/")
    .at(-1)!
    .replace(/\.[^.]*$/, "")
}

/** Returns a name of a file or a value as one word of a shell. */
export function quoted(text: string): string {
  const word = text.startsWith("-") ? `./${text}` : text
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
